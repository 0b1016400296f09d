/** Exit codes of all commands. */
export const exitCodes = { done: 0, error: 1, usage: 2, signedOut: 3, offline: 4 } as const

type FailureKind = Exclude<keyof typeof exitCodes, 'done'>

/** Ends a command with a message for the person. `hint` says what to do next. */
export class Failure extends Error {
  readonly kind: FailureKind
  readonly hint: string | undefined

  constructor(kind: FailureKind, message: string, hint?: string) {
    super(message)
    this.kind = kind
    this.hint = hint
  }
}
