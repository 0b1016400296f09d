import type { Io } from './io'
import type { Terminal } from './output/terminal'
import type { Store } from './store/open'

/** Options by their name. A flag that is not there is undefined. */
export type Options = Record<string, string | boolean | undefined>

export type Context = Io & {
  args: string[]
  options: Options
  isJson: boolean
  terminal: Terminal
  /** Opens the local data at the first call. */
  store: () => Store
}

/** A command's result: for programs, and for people. */
export type ApiResponse = {
  json: Record<string, unknown>
  text: string[]
  /** True after a write, which a quick sync then sends. */
  hasWritten?: boolean
}

export type Run = (context: Context) => Promise<ApiResponse>

export const optionText = ({ options }: Pick<Context, 'options'>, name: string) => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}
