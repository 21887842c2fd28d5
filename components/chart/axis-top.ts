/** The next round number above, `least` or more: 1, 2, 4, 6 or 10 times a power of ten, so that half of it is round too. */
export function axisTop(most: number, least: number): number {
  if (most <= least) return least
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 4, 6, 10].find((step) => step * power >= most) ?? 10) * power
}
