/** How sure the model was of what it wrote, whatever sampling made of its scores. */
export interface Certainty {
  /** Before a token is chosen from these scores, since choosing changes them. */
  look(scores: Float32Array): void;
  /** The chosen token's score as choosing left it, and whether the penalty for used tokens had changed it. */
  take(score: number, isPenalised: boolean): void;
  /** Mean probability of the tokens taken, 0 to 1; undefined without any. */
  mean(): number | undefined;
}

/** A score this far below the best has a share that is lost beside it, even 150,000 times over. */
const REACH = 18;
/** Shares by how far below the best a score lies: within a hundredth, and for a fifth of what exponentials cost. */
const STEPS = 64;
const SHARES = Float64Array.from({ length: REACH * STEPS }, (_, step) => Math.exp(-(step + 0.5) / STEPS));

/** Sums up an answer. `penalty` is that of the sampling; 1 changes nothing. */
export function createCertainty(penalty: number): Certainty {
  let logTotal = 0;
  let sum = 0;
  let count = 0;
  return {
    look(scores) {
      logTotal = logTotalOf(scores);
    },
    take(score, isPenalised) {
      const own = isPenalised ? unpenalised(score, penalty) : score;
      const probability = Math.exp(own - logTotal);
      if (Number.isNaN(probability)) return;
      sum += Math.min(1, probability);
      count += 1;
    },
    mean: () => (count === 0 ? undefined : sum / count),
  };
}

/** The logarithm of the sum of e^score; what is no number is left out. */
function logTotalOf(scores: Float32Array): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let id = 0; id < scores.length; id += 1) {
    const score = scores[id] as number;
    if (score > top) top = score;
  }
  let sum = 0;
  for (let id = 0; id < scores.length; id += 1) {
    const below = top - (scores[id] as number);
    // False for what is not a number.
    if (below < REACH) sum += SHARES[(below * STEPS) | 0] as number;
  }
  return top + Math.log(sum);
}

function unpenalised(score: number, penalty: number): number {
  return score < 0 ? score / penalty : score * penalty;
}
