import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { ButtonText, entryParts } from '../../../views/time/entry/parts'
import type { LinePart } from '../../../views/ui/line'
import { TextLink } from '../../../views/ui/section'
import { isHabitLine } from '../../goals/goals/read-title'
import { type App, nowOf, todayOf } from '../../lib/env'
import { pageOnScreen, prefetchFragments, previousPath } from '../../lib/http/respond'
import { isUsed } from '../../lib/uses'
import type { AddableLine } from '../../line/parts'
import { undoPathWithProject } from '../../line/queries'
import { readInterpretation } from '../../time/entry/execute'
import type { EntryInput, Interpretation } from '../../time/entry/interpret'
import { runEntry } from '../../time/entry/routes'
import type { CaptureKind } from './first-words'
import { type RowKind, rowKinds } from './kinds'
import { lineKind } from './line'

/** Choices that a person made about a line that adds a session. */
type LineChoices = Pick<EntryInput, 'create' | 'project_id' | 'future' | 'asked'> & { as_it_stands?: string }

/** Renders the replacement of the submitted form. */
type Again = (c: Context<App>) => Child

/** Toast with an Undo and a link to the added row at `path`. The link text is the first part of the line. */
const addedToast = ({ added, creates, parts: [first] }: AddableLine, path: string) => ({
  message: `${added}:`,
  link: { href: path, text: first?.text ?? '' },
  undo: undoPathWithProject(`${path}/delete`, creates),
})

/** Reads a line that adds a session, as the entry line does. */
const readSession = async (c: Context<App>, text: string, choices: LineChoices, again: Again) => {
  const now = nowOf(c)
  const input = { ...choices, text, org: c.var.org }
  const reading = await readInterpretation(c.env.DB, c.var.user, input, now)
  const preview = { ...reading, reader: c.var.user.preferences, today: todayOf(c) }
  const interpretation: Interpretation | undefined = reading.interpretation
  const errors: string[] = []
  return {
    interpretation,
    creatable: undefined,
    canStand: false,
    parts: entryParts(preview),
    does: <ButtonText {...preview} />,
    errors,
    add: () => runEntry(c, { input, reading, now }, again(c), (_, errors) => errors),
  }
}

/** Part of a task that offers a habit instead, with the form that reads the line; none if it is no habit. */
const habitParts = (kind: RowKind, line: string, today: string): LinePart[] => {
  const href = `/goals/new?${new URLSearchParams({ entry: line })}`
  const link = <TextLink href={href}>a habit instead</TextLink>
  return kind === 'task' && isHabitLine(line, today) ? [{ label: 'add', text: '', isOpen: true, after: link }] : []
}

const readRow = async (c: Context<App>, kind: RowKind, line: string, again: Again, choices: LineChoices) => {
  const { path, list = path, read, changed } = rowKinds[kind]
  const understood = await read(c, line, choices)
  const add = async (id: string) => {
    // Without script, returns to the page of the line. The list replaces `/capture` itself.
    const page = pageOnScreen(c)?.pathname === '/capture' ? list : previousPath(c, list)
    const toast = addedToast(understood, `${path}/${id}`)
    const answer = prefetchFragments(c, async () => changed(c, { toast, page, more: again(c) }))
    return (await understood.add(id)) ? answer() : ['Nothing was added. Try again.']
  }
  const parts = [...understood.parts, ...habitParts(kind, line, todayOf(c))]
  return { ...understood, parts, interpretation: undefined, add }
}

type How = { chosen?: CaptureKind; choices?: LineChoices; again?: Again }

/** Parses a line of any kind, and returns how to add its row. */
export const understandLine = async (
  c: Context<App>,
  line: string,
  { chosen, choices = {}, again = () => null }: How = {},
) => {
  const today = todayOf(c)
  const { kind, rest } = lineKind(line, today, chosen, isUsed(c.var.user, 'time'))
  const understood =
    kind === 'session' ? await readSession(c, rest, choices, again) : await readRow(c, kind, rest, again, choices)
  return { kind, ...understood }
}
