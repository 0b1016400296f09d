/** The questions of a review. Their answers are sections of its words, under these as headings. */
export const prompts = {
  well: 'What went well?',
  badly: 'What did not?',
  change: 'What will you change?',
} as const
export type Prompt = keyof typeof prompts

export const promptNames = Object.keys(prompts) as Prompt[]

const isPrompt = (name: string): name is Prompt => name in prompts

/** Answers, and the words of a review that stand under no question. */
export type Answers = Record<Prompt | 'words', string>

const withText = (text: string, more: string) => [text, more.trim()].filter(Boolean).join('\n\n')

/** Splits words at the headings that are questions. */
export const answersOf = (words: string): Answers => {
  const answers: Answers = { words: '', well: '', badly: '', change: '' }
  const names = new Map(promptNames.map((name) => [prompts[name] as string, name]))
  let name: Prompt | 'words' = 'words'
  let lines: string[] = []
  const close = () => {
    answers[name] = withText(answers[name], lines.join('\n'))
    lines = []
  }
  for (const line of words.split('\n')) {
    const next = line.startsWith('## ') ? names.get(line.slice(3).trim()) : undefined
    if (next) {
      close()
      name = next
    } else lines.push(line)
  }
  close()
  return answers
}

/** Joins answers to the words of a review. */
export const answersText = (answers: Answers) =>
  promptNames.reduce(
    (words, name) => (answers[name].trim() ? withText(words, `## ${prompts[name]}\n\n${answers[name].trim()}`) : words),
    answers.words.trim(),
  )

/** The words without the questions, for a list. */
export const answerText = (words: string) => {
  const answers = answersOf(words)
  return [answers.words, ...promptNames.map((name) => answers[name])].filter(Boolean).join('\n\n')
}

const linesOf = (answer: string) => answer.trimEnd().split('\n')

/** True if an answer has a line of the evidence. */
export const hasLine = (answer: string, title: string) => linesOf(answer).includes(`- ${title}`)

/** Adds a line of the evidence to an answer, or takes it out again. */
export const withLine = (answer: string, title: string) => {
  const line = `- ${title}`
  const lines = linesOf(answer)
  if (hasLine(answer, title)) return lines.filter((one) => one !== line).join('\n')
  return [...(answer.trim() ? lines : []), line].join('\n')
}

/** The value of the button that takes a line over: `well Ship the import`. */
export const takeValue = (prompt: Prompt, title: string) => `${prompt} ${title}`

/** Toggles the line that a button named. */
export const toggleLine = (answers: Answers, take: string): Answers => {
  const [name = ''] = take.split(' ', 1)
  const title = take.slice(name.length + 1)
  return isPrompt(name) && title !== '' ? { ...answers, [name]: withLine(answers[name], title) } : answers
}
