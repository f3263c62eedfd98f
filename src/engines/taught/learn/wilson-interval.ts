const Z_95 = 1.959964;

/** The 95 % interval of a share of which `correct` of `tested` are known (Wilson 1927); the whole range without any. */
export function wilsonInterval(correct: number, tested: number): readonly [low: number, high: number] {
  if (tested === 0) return [0, 1];
  const share = correct / tested;
  const square = Z_95 * Z_95;
  const middle = share + square / (2 * tested);
  const half = Z_95 * Math.sqrt((share * (1 - share)) / tested + square / (4 * tested * tested));
  const whole = 1 + square / tested;
  return [Math.max(0, (middle - half) / whole), Math.min(1, (middle + half) / whole)];
}
