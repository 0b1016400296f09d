import { scripts } from '../completion/scripts'
import type { Run } from '../context'

/** Prints a completion script. */
export const completion: Run = async ({ args }) => {
  const shell = args[0] ?? ''
  const script = scripts[shell] ?? ''
  return { json: { shell, script }, text: [script.trimEnd()] }
}
