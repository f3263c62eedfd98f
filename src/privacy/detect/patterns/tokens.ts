/** A secret with a beginning of its own. */
export interface TokenRule {
  /** Letters that it begins with, one of them; no other signs than those of `body`. */
  starts: readonly string[];
  /** A class of characters, without its brackets. */
  body: string;
  /** How many characters follow the beginning in all that are issued now: a token cut over lines is put together to these. */
  lengths?: readonly number[];
  least: number;
  most: number;
  /** The whole, where its form says more. */
  form?: RegExp;
}

const LETTERS = "A-Za-z0-9";
const NAME = "A-Za-z0-9_\\-";

/** Longer beginnings first: `sk-ant-` before `sk-`. */
export const TOKENS: readonly TokenRule[] = [
  { starts: ["AKIA", "ASIA", "ABIA", "ACCA"], body: "A-Z0-9", lengths: [16], least: 16, most: 16 },
  { starts: ["github_pat_"], body: "A-Za-z0-9_", lengths: [82], least: 22, most: 255 },
  { starts: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], body: LETTERS, lengths: [36], least: 36, most: 255 },
  {
    starts: [
      "glpat-",
      "gldt-",
      "glrt-",
      "glcbt-",
      "glptt-",
      "glft-",
      "glimt-",
      "glagent-",
      "glsoat-",
      "glffct-",
    ],
    body: `${NAME}.`,
    lengths: [20, 50],
    least: 20,
    most: 300,
  },
  {
    starts: ["xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxe.xoxp-", "xoxp-", "xoxr-", "xoxs-", "xapp-"],
    body: "A-Za-z0-9%-",
    least: 10,
    most: 300,
  },
  { starts: ["AIza"], body: NAME, lengths: [35], least: 35, most: 35 },
  { starts: ["GOCSPX-"], body: NAME, lengths: [28], least: 28, most: 28 },
  { starts: ["ya29."], body: NAME, least: 20, most: 1000 },
  {
    starts: ["sk-ant-api03-", "sk-ant-admin01-", "sk-ant-oat01-"],
    body: NAME,
    lengths: [95],
    least: 20,
    most: 200,
  },
  { starts: ["sk-or-v1-"], body: "0-9a-f", lengths: [64], least: 32, most: 64 },
  {
    starts: ["sk-proj-", "sk-svcacct-", "sk-admin-"],
    body: NAME,
    lengths: [48, 120, 148, 156],
    least: 16,
    most: 300,
  },
  { starts: ["sk-"], body: NAME, lengths: [48], least: 16, most: 200 },
  {
    starts: ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "pk_live_", "pk_test_"],
    body: LETTERS,
    lengths: [24, 99],
    least: 16,
    most: 250,
  },
  { starts: ["whsec_"], body: `${LETTERS}+/=`, lengths: [32], least: 24, most: 100 },
  { starts: ["hf_", "api_org_"], body: LETTERS, lengths: [34], least: 30, most: 50 },
  { starts: ["npm_"], body: LETTERS, lengths: [36], least: 36, most: 36 },
  { starts: ["pypi-AgEIcHlwaS5vcmc", "pypi-AgENdGVzdC5weXBpLm9yZw"], body: NAME, least: 50, most: 1000 },
  { starts: ["dckr_pat_", "dckr_oat_"], body: NAME, lengths: [27], least: 20, most: 64 },
  { starts: ["dop_v1_", "doo_v1_", "dor_v1_"], body: "0-9a-f", lengths: [64], least: 64, most: 64 },
  {
    starts: ["SG."],
    body: `${NAME}.`,
    lengths: [66],
    least: 60,
    most: 80,
    form: /^SG\.[\w-]{16,32}\.[\w-]{30,64}$/,
  },
  { starts: ["xkeysib-", "xsmtpsib-"], body: `${LETTERS}-`, lengths: [81], least: 70, most: 90 },
  { starts: ["shpat_", "shpss_", "shpca_", "shppa_"], body: "0-9a-fA-F", lengths: [32], least: 32, most: 32 },
  { starts: ["sq0atp-", "sq0csp-", "EAAAE"], body: NAME, least: 22, most: 64 },
  { starts: ["lin_api_"], body: LETTERS, lengths: [40], least: 32, most: 64 },
  { starts: ["ntn_"], body: LETTERS, lengths: [46], least: 40, most: 60 },
  { starts: ["figd_", "figo_"], body: NAME, lengths: [40], least: 30, most: 64 },
  { starts: ["dapi"], body: "0-9a-f", lengths: [32], least: 32, most: 32 },
  { starts: ["hvs.", "hvb."], body: NAME, least: 24, most: 300 },
  { starts: ["dp.pt.", "dp.st."], body: `${LETTERS}._-`, least: 40, most: 64 },
  { starts: ["pscale_tkn_", "pscale_pw_"], body: `${NAME}.`, least: 32, most: 64 },
  { starts: ["PMAK-"], body: "0-9a-f-", lengths: [59], least: 59, most: 59 },
  { starts: ["NRAK-", "NRAL-"], body: "A-Z0-9", lengths: [27], least: 27, most: 27 },
  { starts: ["glsa_"], body: "A-Za-z0-9_", lengths: [41], least: 41, most: 41 },
  { starts: ["glc_"], body: `${LETTERS}+/=`, least: 32, most: 400 },
  { starts: ["gsk_"], body: LETTERS, lengths: [52], least: 40, most: 64 },
  { starts: ["r8_"], body: LETTERS, lengths: [37], least: 37, most: 40 },
  { starts: ["pplx-"], body: LETTERS, lengths: [48], least: 40, most: 64 },
  { starts: ["xai-"], body: LETTERS, lengths: [80], least: 60, most: 100 },
  { starts: ["tskey-"], body: `${LETTERS}-`, least: 20, most: 100 },
  { starts: ["sbp_"], body: "0-9a-f", lengths: [40], least: 40, most: 40 },
  { starts: ["ATATT3"], body: `${NAME}=`, least: 60, most: 300 },
  { starts: ["sl."], body: NAME, least: 100, most: 2000 },
  { starts: ["EAACEdEose0cBA"], body: LETTERS, least: 10, most: 300 },
  { starts: ["rubygems_"], body: "0-9a-f", lengths: [48], least: 48, most: 48 },
  {
    starts: ["eyJ"],
    body: `${NAME}.=`,
    least: 30,
    most: 8000,
    form: /^eyJ[\w-]{6,}\.eyJ[\w-]{6,}\.[\w-]{8,}=*$/,
  },
];
