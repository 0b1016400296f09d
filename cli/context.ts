import type { Io } from './io'
import type { Terminal } from './output/terminal'
import type { Store } from './store/open'

/** Options by name. An absent flag is undefined. */
export type Options = Record<string, string | boolean | undefined>

export type Context = Io & {
  args: string[]
  options: Options
  isJson: boolean
  terminal: Terminal
  /** Opens the local database at the first call. */
  store: () => Store
}

/** A command's result: `json` for programs, `text` for people. */
export type ApiResponse = {
  json: Record<string, unknown>
  text: string[]
  /** True after a local write; a quick sync then sends it. */
  hasWritten?: boolean
}

export type Run = (context: Context) => Promise<ApiResponse>

export const optionText = ({ options }: Pick<Context, 'options'>, name: string) => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}
