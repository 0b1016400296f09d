import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { busyError, describeOperation } from '../../../lib/api/describe'
import { hasMarkdown, noMarkdown, readBodyText } from '../../../lib/api/request'
import { matchedVersion, rowTag, versioned } from '../../../lib/api/version'
import { commitPlanned } from '../../../lib/db/retry'
import { type App, todayOf } from '../../../lib/env'
import { fileDownload } from '../../../lib/files/download'
import { skippedFaults } from '../../../lib/files/left-out'
import { ProblemError } from '../../../lib/http/problem'
import { setRows } from '../../../lib/resource/row-writes'
import { contentLimit } from '../../../lib/text/text'
import { textFaults } from '../../plans/document'
import { documentProblem } from '../../plans/edit-by-version'
import { loadPlan, type PlanEnv } from '../../plans/load'
import { readCards } from '../file/file'
import { ankiOf, cardFile, chunkNumbers, type PlanCards, readPlanCards, textVersion } from './plan-cards'
import { addCards, changeCards, changesLimit, cleanFile, diffCards, saveFile } from './replace'

const fileOf = async (c: Context<PlanEnv>, text: string, ending: string, type: string) => {
  c.header('ETag', rowTag(await textVersion(text)))
  return fileDownload(c, { name: `${c.var.plan.id}.${ending}`, type: `${type}; charset=utf-8` }, text)
}

/** Responds with the cards file of the plan in `c.var`. */
const markdownFile = async (c: Context<PlanEnv>) => {
  const { plan, user } = c.var
  const cards = await readPlanCards(c.env.DB, user.id, plan.id)
  return fileOf(c, cardFile(plan, cards, user), 'cards.md', 'text/markdown')
}

/** Responds with the plan's cards in Anki's text format. */
const ankiFile = async (c: Context<PlanEnv>) => {
  const { cards } = await readPlanCards(c.env.DB, c.var.user.id, c.var.plan.id)
  return fileOf(c, ankiOf(cards), 'txt', 'text/plain')
}

const tag = 'Cards'

const ReplacedJson = z
  .object({
    added: z.int(),
    changed: z.int(),
    removed: z.int().meta({ description: 'Cards that the file does not have; they are under “Recently deleted”.' }),
    warnings: z.array(z.object({ line: z.int(), message: z.string() })),
  })
  .meta({ id: 'ReplacedCards' })

/** Reads an uploaded cards file. @throws ProblemError 422 with a line for each fault */
const readSentCards = (text: string) => {
  const unreadable = textFaults(text, 'A cards file')
  if (unreadable) throw documentProblem(unreadable, '')
  const read = readCards(text)
  if ('errors' in read) throw documentProblem(read, '')
  const { cards, faults } = cleanFile(read.cards)
  if (faults.length > 0) throw documentProblem({ errors: faults }, '')
  return { cards, warnings: [...read.warnings, ...skippedFaults(read.leftOut)] }
}

const tooMany = (count: number) =>
  documentProblem(
    { errors: [{ line: 1, message: `The file changes ${count} cards; at most ${changesLimit} can change at once.` }] },
    '',
  )

/** Files of a plan’s cards in the API, below `/api/v1/plans`. */
export const planCardsApi = new Hono<App>()
  .get(
    '/:id/cards.md',
    describeOperation({
      summary: 'Read the cards file of a plan',
      description: 'A file you sent comes back byte for byte, except for cards that changed since.',
      tag,
      versioned: true,
      item: true,
      answers: { schema: z.string(), media: 'text/markdown' },
    }),
    versioned,
    loadPlan,
    (c) => markdownFile(c),
  )

  .put(
    '/:id/cards.md',
    describeOperation({
      summary: 'Replace the cards of a plan',
      description:
        'Cards are found by their key, else by their question. A schedule that the file names replaces the card’s, also that of a later review: send the `ETag` of the file that you edited in `If-Match`. What it does not name stays. Errors name the line.',
      tag,
      body: true,
      media: { 'text/markdown': z.string().max(contentLimit) },
      item: true,
      stale: true,
      matches: true,
      errors: { 409: busyError },
      answers: { schema: ReplacedJson },
    }),
    loadPlan,
    async (c) => {
      if (!hasMarkdown(c)) throw new ProblemError(noMarkdown)
      const { DB } = c.env
      const { plan, user } = c.var
      const { text: content, leftOut } = await readBodyText(c)
      const { cards, warnings } = readSentCards(content)
      const today = todayOf(c)
      const chunks = new Map([...chunkNumbers(plan)].map(([id, number]) => [number, id]))
      const result = await commitPlanned(DB, user.id, [], async () => {
        const before = await readPlanCards(DB, user.id, plan.id)
        await requireFileVersion(c, before)
        const made = diffCards(cards, { ...before, planId: plan.id }, chunks, today, () => uuid())
        const { added, changed, removed, keys } = made
        const count = added.length + changed.length + removed.length
        if (count > changesLimit) throw tooMany(count)
        const result = { added: added.length, changed: changed.length, removed: removed.length }
        if (count === 0 && before.stored?.content === content) return { result }
        const now = Date.now()
        const writes = [
          ...addCards(DB, user.id, added, now),
          ...changeCards(DB, user.id, changed, now),
          setRows(DB, 'cards', user.id, removed, { deleted_at: now }, now),
          saveFile(DB, user.id, plan.id, content, keys),
        ]
        return { result, writes }
      })
      c.header('ETag', rowTag(await textVersion(content)))
      return c.json({ ...result, warnings: [...skippedFaults(leftOut), ...warnings] })
    },
  )

  .get(
    '/:id/cards.txt',
    describeOperation({
      summary: 'Read the cards of a plan as text for Anki',
      tag,
      versioned: true,
      item: true,
      answers: { schema: z.string(), media: 'text/plain' },
    }),
    versioned,
    loadPlan,
    (c) => ankiFile(c),
  )

/** @throws ProblemError 412 with the current file if `If-Match` names other versions */
const requireFileVersion = async (c: Context<PlanEnv>, cards: PlanCards) => {
  const content = cardFile(c.var.plan, cards, c.var.user)
  const file = { content, seq: await textVersion(content) }
  await matchedVersion(
    c,
    () => file,
    () => ({ content }),
  )
}

/** Downloads of a plan’s cards on the pages, below `/plans`. */
export const planCardFiles = new Hono<App>()
  .get('/:id/cards.md', loadPlan, (c) => markdownFile(c))
  .get('/:id/cards.txt', loadPlan, (c) => ankiFile(c))
