/**
 * Words that are parts of names and words of their own, and titles and particles: alone they are not taken for the
 * person whose name they are a part of. Lower case.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  (
    "abbot able about abraham all also amber and angel any apple archer april are arm art ash august autumn baker ball " +
    "banks bar barber bass bay beach bean bear beck bell bench berry best better big bill bird bishop black blood " +
    "blue boss bond booker bowl bowman boy boyd branch brand brave bridge bright brook brooks brother brown buck burn bush business butler " +
    "but can cane car card carpenter carter case cash castle center chance chandler chapel chase child christian church city clark clay clean clear " +
    "close coach cole coleman college colt company cook cool cooper corn could court cox crane cross cruise crystal cup curry customer dale " +
    "dame dawn day days deacon deal dean dear dell did director doctor dollar down drake driver duke eagle early east easter " +
    "eden else email english ever every faith fair fall family farmer father field fields finch first fish fisher flood floor flower " +
    "flynn ford forest for foster fox france frank free freeman french friday friend from frost fry gardener gates gay general georgia german ginger " +
    "glass god gold golden good grace grand grant gray great green grey grove guest guy hall hand hardy has harm harper " +
    "have hay hazel heart heath heaven hello her high hill hills his holiday holly home hood hook hope house how hunt hunter " +
    "ice india iris iron island ivory ivy jack january jasmine jay jean jewel job joy joyce judge july june junior just key keys king kings " +
    "kitchen knight lake lamb land lane last law lead leader lily like lily line lion little long lord lot love low luck lucky lucy " +
    "madam major man manager many march mark marks marsh mason master may mayor meadow mercy mercury mike miles mill " +
    "miller mills mind miss mister monday moon moore more morning morrow mother mouse much mustard nail near never new news nice night noble " +
    "norm north not now nurse oak ocean office old olive one only opal other our over page palm paris park parker parks parson past pat patience " +
    "pay peace pearl pepper person peter phoenix pie pike pitt place plant pole pope porter post potter pound power president price pride " +
    "priest prince princess professor proper queen quick rain ranger ray read red reed reader rich ridge ring rise river rivers road " +
    "rob robin rock roman room root rose royal ruby rule rush russell sage sail sailor salt sand sandy saint saturday savage sawyer " +
    "school scott sea secret senior sense sharp shaw she shepherd sheriff shield ship short should silver singer sir sister skinner sky slate small smart " +
    "smith snow some song south sparks spear speed spring staff star stark steel stern still stone storm story street strong such sue summer sun sunday sunny swan " +
    "swift sword tailor tanner taylor team teacher temple than thank thanks that the them then there these they this thomas thorn through thursday tiger time today top " +
    "tower town trainer travel tree true trust tuesday turner two under university user very victor victory violet virginia wade wait walker " +
    "wall war ward was warner washington water waters way weaver webb wednesday week well wells were west what wheat wheeler when where white " +
    "who wild will willow wind windsor winner winter wise wish with wolf wood woods work worker world worth would wren wright year years yes you " +
    "young your " +
    "mr mrs ms mx dr prof herr frau monsieur madame mme mlle sr sra srta don dona senor senora sig signor van von der den del della di da de du la le les el al bin ibn ben abu des dos das und af av zu zum zur ter ten"
  ).split(" "),
);
