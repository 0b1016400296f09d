import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readOnlyText } from '../../functions/learning/plans/schema'
import type { Context, Run } from '../context'
import { Failure } from '../failure'
import { askYesNo } from '../output/prompt'
import { sanitize, sanitizeLine } from '../output/text'
import { resolvePlan } from '../plans/plans'
import { documentFaults, savePlan } from '../plans/save'

const usualEditor = () => (process.platform === 'win32' ? 'notepad' : 'vi')

/** Runs the editor as git does: through a shell, because the command may have options. */
const edit = ({ env }: Context, path: string) => {
  const editor = env.VISUAL || env.EDITOR || usualEditor()
  return new Promise<void>((done, failed) => {
    const isWindows = process.platform === 'win32'
    const child = isWindows
      ? spawn(`${editor} "${path}"`, { shell: true, stdio: 'inherit' })
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, 'sh', path], { stdio: 'inherit', env: { ...process.env, ...env } })
    child.on('error', failed)
    child.on('exit', (code) => {
      if (code === 0) done()
      else
        failed(
          new Failure(
            'error',
            `The editor ${sanitizeLine(editor)} failed, so nothing was saved.`,
            'Set EDITOR to another one.',
          ),
        )
    })
  })
}

/** Opens a plan in the editor until it is valid. If it cannot be saved, the text stays in its temporary file. */
export const planEdit: Run = async (context) => {
  const { store, args, now, isJson, terminal } = context
  const opened = store()
  const { plan } = resolvePlan(opened.db, args.join(' '))
  const { owner, permission } = plan.data
  if (permission === 'read')
    throw new Failure(
      'error',
      `${readOnlyText({ owner: sanitizeLine(owner ?? 'Somebody') })}.`,
      'Your progress is yours: see daymark chunk done.',
    )
  const folder = await mkdtemp(join(tmpdir(), 'daymark-'))
  const path = join(folder, `${plan.id}.md`)
  await writeFile(path, plan.data.content, { mode: 0o600 })
  const kept = `Your text is kept in ${path}.`
  for (;;) {
    await edit(context, path)
    const content = await readFile(path, 'utf8')
    if (content === plan.data.content) {
      await rm(folder, { recursive: true })
      return { json: { id: plan.id, changed: false }, text: ['Nothing changed.'] }
    }
    const faults = documentFaults(plan, content)
    if (faults.length === 0) {
      try {
        savePlan(opened, plan, content, now())
      } catch (error) {
        throw error instanceof Failure ? new Failure('error', error.message, kept) : error
      }
      await rm(folder, { recursive: true })
      return {
        json: { id: plan.id, changed: true },
        text: [`Saved ${terminal.paint('bold', plan.id)}.`],
        hasWritten: true,
      }
    }
    for (const fault of faults) terminal.note(`${sanitize(fault)}\n`)
    const again = terminal.isInteractive && !isJson && (await askYesNo(context, 'Edit it again?'))
    if (!again) throw new Failure('error', 'This is no longer a plan, so nothing was saved.', kept)
  }
}
