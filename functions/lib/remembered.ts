/**
 * Keeps up to `most` results of a function by its argument, for what nearly every request asks for again. All callers
 * share a result: none may change it.
 */
export const remembered = <A, B>(most: number, of: (argument: A) => B) => {
  const known = new Map<A, B>()
  return (argument: A): B => {
    const before = known.get(argument)
    if (before !== undefined) return before
    if (known.size >= most) known.clear()
    const result = of(argument)
    known.set(argument, result)
    return result
  }
}
