import type { TextView } from "./text-view";

/** Cyrillic and Greek letters, and the Latin ones they look like. */
const PAIRS =
  "АA ВB ЕE КK МM НH ОO РP СC ТT УY ХX ІI ЈJ ЅS ԀD ԌG ԚQ ԜW ѴV ҮY аa еe оo рp сc уy хx іi јj ѕs һh ԁd ԛq ԝw ѵv кk мm тt вb нh гr пn ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa οo νv ρp υu ιi κk τt χx ϲc ϳj";
const LATIN = new Map(
  PAIRS.split(" ")
    .filter((pair) => pair.length === 2)
    .map((pair) => [pair.charAt(0), pair.charAt(1)]),
);
const MIXED_WORD = /[A-Za-z0-9_]*[\u0370-\u03ff\u0400-\u052f][\w\u0370-\u03ff\u0400-\u052f]*/g;

/** Letters that only look Latin as Latin ones, in words that have real ones or digits too. Every place stays the same. */
export function foldLookAlikes(view: TextView): TextView {
  const text = view.text.replace(MIXED_WORD, (word) =>
    /[A-Za-z0-9]/.test(word) ? [...word].map((letter) => LATIN.get(letter) ?? letter).join("") : word,
  );
  return text === view.text ? view : { ...view, text };
}
