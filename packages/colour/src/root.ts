/**
 * A root of a number from 0 on, by Newton's method from above.
 *
 * What `Math.cbrt`, `Math.pow` and `**` give may differ in the last bits from one machine or version of Node to the next,
 * and a picture would differ with it. IEEE 754 fixes every bit of + - × ÷ and of square roots, so nothing else is used
 * wherever a colour is computed.
 */
export function root(degree: 3 | 5, value: number): number {
  if (value <= 0) return 0
  let guess = Math.max(1, value)
  for (;;) {
    const next = ((degree - 1) * guess + value / raised(guess, degree - 1)) / degree
    if (!(next < guess)) return guess
    guess = next
  }
}

function raised(base: number, times: number): number {
  let power = base
  for (let at = 1; at < times; at++) power *= base
  return power
}
