/** Lower bounds of the second, third and fourth quarter. */
export type Quartiles = [number, number, number]

/** Quartiles of the values above 0. */
export const quartiles = (values: number[]): Quartiles => {
  const positive = Float64Array.from(values.filter((value) => value > 0)).sort()
  const at = (quarter: number) => positive[Math.floor((quarter * positive.length) / 4)] ?? 0
  return [at(1), at(2), at(3)]
}

/** Heat level of a day: 0 without time, else its quarter (1 to 4). The longest day always has 4. */
export const heatLevel = (seconds: number, [second, third, fourth]: Quartiles): 0 | 1 | 2 | 3 | 4 => {
  if (seconds <= 0) return 0
  if (seconds >= fourth) return 4
  if (seconds >= third) return 3
  return seconds >= second ? 2 : 1
}
