/** Records in a text. A line `# words` begins one; the line below it is its title, and what follows its body. */
export const recordsOf = (text: string) =>
  text
    .split(/^# /m)
    .slice(1)
    .map((record) => {
      const [words = '', title = '', ...body] = record.trimEnd().split('\n')
      return { words: words.split(' '), title, body: body.join('\n') }
    })
