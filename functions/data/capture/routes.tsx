import type { Context } from 'hono'
import { z } from 'zod'
import { CaptureForm, CapturePreview, LatestRows, PaletteQuestion } from '../../../views/data/capture/form'
import { paletteNoteId } from '../../../views/frame/shell/palette'
import { EntryPreview } from '../../../views/time/entry/entry'
import { type App, todayOf } from '../../lib/env'
import { factsOf } from '../../lib/feature'
import { submittedText } from '../../lib/http/form'
import { isUsed } from '../../lib/uses'
import { cleanTypedLine, staleLineError } from '../../line/parts'
import { lineField, lineRoutes } from '../../line/routes'
import { answerSuggestions, countLine, entryForm } from '../../time/entry/routes'
import { EntryText } from '../../time/sessions/schema'
import { captureKinds } from './first-words'
import { allowedMarks, pagesOfKinds } from './line'
import { newestRows } from './newest'
import { understandLine } from './understand'

/** Maximum length of a line, in characters. */
export const captureLimit = 500

/** The chosen kind; undefined if the words of the line decide. */
const chosenKind = z
  .enum(captureKinds)
  .or(z.literal('').transform(() => undefined))
  .optional()
  .catch(undefined)

const LineChoices = EntryText.pick({ create: true, project_id: true, future: true, asked: true }).extend({
  as_it_stands: z.string().optional(),
})

const CaptureInput = z.object({
  entry: lineField(captureLimit, 'Enter a line'),
  kind: chosenKind,
  /** The kind that the pressed button names; undefined if no button did. */
  does: chosenKind,
})

/** True if the palette sent the line. The palette shows only the reason for a refusal. */
const isInPalette = (c: Context<App>) => c.req.header('HX-Target')?.endsWith(`#${paletteNoteId}`) ?? false

/**
 * Kinds offered as choices, from the parts that the person uses. Lines of other kinds, or actions, are accepted, too.
 */
const offeredKinds = ({ var: { user } }: Context<App>, chosen?: string) =>
  captureKinds.filter(
    (kind) => kind === chosen || (kind !== 'action' && isUsed(user, factsOf('GET', pagesOfKinds[kind]).use)),
  )

/** Kinds whose newest rows are listed after a capture, because they have titles. */
const listedKinds = ['task', 'meeting', 'feedback', 'learning', 'goal'] as const

/** True for the line on Today, which adds a task. */
const isOnToday = (c: Context<App>) => /#entry-(form|understood)$/.test(c.req.header('HX-Target') ?? '')

const emptyForm = (c: Context<App>) => {
  if (isOnToday(c)) return entryForm(c, { isNext: true })
  const chosen = chosenKind.parse(submittedText(c).kind)
  return isInPalette(c) ? null : <CaptureForm kinds={offeredKinds(c, chosen)} chosen={chosen} />
}

/** `/capture`: previews a line of any kind while it is typed, then adds the row. */
export const captureRoutes = lineRoutes({
  title: 'Capture',
  field: 'entry',
  schema: CaptureInput,
  limit: captureLimit,
  read: async (c, line, typed) => {
    const does = chosenKind.parse(typed.does)
    const chosen = chosenKind.parse(typed.kind ?? c.req.query('kind'))
    const captured = await understandLine(c, line, {
      chosen,
      choices: LineChoices.parse(typed),
      again: emptyForm,
    })
    return { ...captured, ...(does !== undefined && does !== captured.kind && { errors: [staleLineError] }) }
  },
  preview: (captured, c) =>
    isOnToday(c) ? (
      <EntryPreview task={captured} addsTasks reader={c.var.user.preferences} today={todayOf(c)} />
    ) : (
      <CapturePreview kinds={offeredKinds(c)} captured={captured} chosen={chosenKind.parse(c.req.query('kind'))} />
    ),
  again: async (c, { entry = '', kind }, captured, errors) => {
    if (isOnToday(c)) return entryForm(c, { value: entry, errors, creatable: captured.creatable })
    if (isInPalette(c)) {
      const page = `/capture?${new URLSearchParams({ entry, ...(kind && { kind }) })}`
      return captured.canStand ? <PaletteQuestion errors={errors} page={page} /> : errors?.join(' ')
    }
    const kinds = offeredKinds(c, kind)
    const { DB } = c.env
    const { user, org } = c.var
    const lately = listedKinds.filter((kind) => kinds.includes(kind))
    return (
      <>
        <CaptureForm
          kinds={kinds}
          value={entry}
          chosen={chosenKind.parse(kind)}
          errors={errors}
          captured={cleanTypedLine(entry, captureLimit) === '' ? undefined : captured}
        />
        {c.req.method === 'GET' && <LatestRows rows={await newestRows(DB, user.id, org, lately)} today={todayOf(c)} />}
      </>
    )
  },
  add: async (c, id, { add }) => {
    const answer = await add(id)
    if (!Array.isArray(answer)) countLine(c)
    return answer
  },
}).get('/suggestions', (c) =>
  answerSuggestions(c, (line, today) =>
    allowedMarks(line, today, chosenKind.parse(c.req.query('kind')), isUsed(c.var.user, 'time')),
  ),
)
