/** Names of people in one line, parted by commas; one with a comma or a quote in it stands in quotes. */
export const namesText = (names: string[]) =>
  names.map((name) => (/[,"]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name)).join(', ')

/** The names in such a line, each once. */
export const namesIn = (text: string) => {
  const pieces = text.match(/\s*(?:"(?:[^"]|"")*"|[^,"][^,]*)\s*/g) ?? []
  const names = pieces.map((piece) => {
    const name = piece.trim()
    return /^".*"$/.test(name) ? name.slice(1, -1).replaceAll('""', '"').trim() : name
  })
  return [...new Set(names.filter((name) => name !== ''))]
}
