const maxCharacters = 40

/** A name inside a sentence, in quotes; a long one is cut. */
export const quoted = (name: string) => {
  const letters = [...name]
  return `“${letters.length > maxCharacters ? `${letters.slice(0, maxCharacters).join('')}…` : name}”`
}
