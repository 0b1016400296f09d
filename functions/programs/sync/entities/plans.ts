import { z } from 'zod'
import { readDerivedPlan, readUploadedPlan } from '../../../learning/plans/document'
import { newPlanText } from '../../../learning/plans/markdown/blocks'
import { editHead, formatPlanInstant } from '../../../learning/plans/markdown/edit'
import { type Fault, formatLines } from '../../../learning/plans/markdown/lines'
import { type ReadPlan, readPlan } from '../../../learning/plans/markdown/read'
import { defaultPlanLinks, derivedColumns } from '../../../learning/plans/put'
import { planStatus } from '../../../learning/plans/schema'
import type { PlanVersion, RowRefusal } from './rows'
import { instantSchema, listSchema } from './values'

const noStatus = 'Choose not-started, in-progress, completed or archived'

/** Members of a plan in a delta. Unknown members are ignored, because trackers send more columns. */
export const PlanMembers = z
  .object({
    title: z.string('Enter the title as text'),
    status: z
      .string(noStatus)
      .transform((text) => text.replaceAll('-', '_'))
      .pipe(planStatus),
    tags: listSchema(z.array(z.string('Enter each tag as text'), 'Enter the tags as a list of strings').max(100)),
    total_hours: z.number('Enter hours').min(0, 'Enter 0 hours or more').max(100_000).nullable(),
    content: z.string('Enter the markdown as text'),
    created_at: instantSchema,
  })
  .partial()

type Members = z.output<typeof PlanMembers>
type Document = ReadPlan | { errors: Fault[] } | RowRefusal

/** Replaces values in a document's front matter. @param now epoch ms */
const withHead = (document: ReadPlan, { title, status, tags, total_hours }: Members, now: number): Document => {
  const given = { title, status, tags, total_hours }
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const text = editHead(document, values, now)
  return text === 'garbled'
    ? { reason: 'content: Its front matter can’t be edited. Send the document' }
    : readDerivedPlan(text)
}

const ownDocument = (id: string, members: Members, stored: PlanVersion | null, now: number): Document => {
  if (members.content !== undefined)
    return readUploadedPlan(members.content, stored ? null : { id, title: members.title })
  if (stored) {
    const document = readPlan(stored.data.content)
    return 'errors' in document ? document : withHead(document, members, now)
  }
  if (members.title === undefined) return { reason: 'title: Enter a title' }
  const document = readDerivedPlan(newPlanText(id, members.title, members.tags ?? [], formatPlanInstant(now)))
  return 'errors' in document ? document : withHead(document, members, now)
}

/** A plan's status in the protocol, with hyphens. */
const hyphened = (status: string) => status.replaceAll('_', '-')

/**
 * The plan after a delta. The document takes precedence. Without a document, the other members edit the front matter of
 * the stored one. @param now epoch ms by the device's clock
 */
export const mergePlan = (
  id: string,
  members: Members,
  stored: PlanVersion | null,
  now: number,
): Pick<PlanVersion, 'data' | 'extra'> | RowRefusal => {
  const document = ownDocument(id, members, stored, now)
  if ('reason' in document) return document
  if ('errors' in document) {
    const [fault] = document.errors
    return { reason: `content: line ${fault?.line ?? 1}: ${fault?.message ?? 'invalid'}` }
  }
  if (document.head.id !== id) return { reason: `content: It has the id ${document.head.id}` }
  const { title, status, tags, total_hours } = derivedColumns(document).plan
  const created_at = members.created_at ?? stored?.data.created_at ?? now
  return {
    data: {
      title,
      status: hyphened(status),
      tags,
      total_hours,
      content: formatLines(document.lines),
      created_at,
      owner: stored?.data.owner ?? null,
      permission: stored?.data.permission ?? null,
    },
    extra: stored?.extra ?? { ...defaultPlanLinks, scheduler: 'sm2', sharing: null },
  }
}
