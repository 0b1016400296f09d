import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter'

const mostCharacters = 240
const mostLines = 30

const cut = (text: string) => {
  const lines = text
    .split('\n')
    .map((line) => (line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line))
  return lines.length > mostLines ? [...lines.slice(0, mostLines), '…'].join('\n') : lines.join('\n')
}

/** Shortens the error of a failed journey to a few lines before later reporters print it. */
export default class ShortErrors implements Reporter {
  printsToStdio() {
    return false
  }

  onTestEnd(_: TestCase, { errors }: TestResult) {
    for (const error of errors) {
      const { message = '', stack = '' } = error
      error.message = cut(message)
      error.stack = stack.replace(message, error.message)
    }
  }
}
