import type { Context } from 'hono'
import { z } from 'zod'
import { CaptureForm, CapturePreview } from '../../../views/tasks/capture/form'
import { ButtonText, entryParts } from '../../../views/time/entry/parts'
import { type App, todayOf } from '../../lib/env'
import { cameFrom, fragmentsWith, pageOnScreen, wantsFragment } from '../../lib/respond'
import { addedToast, lineOf } from '../../line/parts'
import { lineField, lineRoutes } from '../../line/routes'
import { interpretFor } from '../../time/entry/execute'
import { answerSuggestions, runEntry } from '../../time/entry/routes'
import { type RowKind, rowKinds } from './kinds'
import { captureKinds, kindOf, takesOf } from './line'

/** In characters. */
const lineLimit = 500

/** The kind that was chosen, undefined for that of the words. */
const chosenKind = z
  .enum(captureKinds)
  .or(z.literal('').transform(() => undefined))
  .optional()
  .catch(undefined)

const CaptureInput = z.object({
  entry: lineField(lineLimit, 'Enter a line'),
  kind: chosenKind,
  /** The kind that the button named; empty where none did yet. */
  does: chosenKind,
})

const emptyForm = (c: Context<App>) => <CaptureForm isPage={!wantsFragment(c)} />

/** Understands a line for a session as the entry line does. */
const readSession = async (c: Context<App>, text: string) => {
  const now = Date.now()
  const input = { text, org: c.var.org }
  const reading = await interpretFor(c.env.DB, c.var.user, input, now)
  const preview = { ...reading, reader: c.var.user.preferences, today: todayOf(c) }
  return {
    parts: entryParts(preview),
    does: <ButtonText {...preview} />,
    errors: [],
    add: () => runEntry(c, { input, reading, now }, emptyForm(c), (_, errors) => errors),
  }
}

const readRow = async (c: Context<App>, kind: RowKind, line: string) => {
  const { path, list = path, read, changed } = rowKinds[kind]
  const understood = await read(c, line)
  const add = async (id: string) => {
    // Browsers without script go on where the line was typed, except on its own page.
    const page = pageOnScreen(c)?.pathname === '/capture' ? list : cameFrom(c, list)
    const toast = addedToast(c, understood, `${path}/${id}`)
    const answer = fragmentsWith(c, async () => changed(c, { toast, page, more: emptyForm(c) }))
    return (await understood.add(id)) ? answer() : ['Nothing was added. Try again.']
  }
  return { ...understood, add }
}

const meansElse = 'The line means something else by now. Look at the button, and press it again.'

/** `/capture`: previews a line of any kind while it is typed, then adds the row. */
export const captureRoutes = lineRoutes({
  title: 'Capture',
  field: 'entry',
  schema: CaptureInput,
  limit: lineLimit,
  read: async (c, line, typed) => {
    const { kind, rest } = kindOf(line, todayOf(c), chosenKind.parse(typed.kind))
    const does = chosenKind.parse(typed.does)
    const captured = kind === 'session' ? await readSession(c, rest) : await readRow(c, kind, rest)
    return { kind, ...captured, ...(does !== undefined && does !== kind && { errors: [meansElse] }) }
  },
  preview: (captured) => <CapturePreview captured={captured} />,
  again: (c, { entry = '', kind }, captured, errors) => (
    <CaptureForm
      value={entry}
      chosen={kind}
      errors={errors}
      captured={lineOf(entry, lineLimit) === '' ? undefined : captured}
      isPage={!wantsFragment(c)}
    />
  ),
  add: (_, id, { add }) => add(id),
}).get('/suggestions', (c) =>
  answerSuggestions(c, (line, today) => takesOf(line, today, chosenKind.parse(c.req.query('kind')))),
)
