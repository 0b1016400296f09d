import { type Client, rows, signedIn } from '../../../../test/support/client'
import { fillWith, markupTexts } from '../../../../test/support/hostile/markup-texts'
import { addCard } from '../../../learning/cards/reviews/testing'

export type Row = Record<string, unknown>
export type Document = { user: Row } & Record<string, Row[]>

const from = Date.parse('2026-03-29T23:50:00Z')

const longNotes = `${'Prefaces, “quotes”; and 🦊\n'.repeat(300)}שלום`

/** Texts that files have signs for, or that programs read as something else. */
const fileTexts = [
  "it's",
  '"quoted", twice""',
  'a,b;c:d|e\\n',
  '# one',
  '1. first',
  '2026',
  'C++ :: templates',
  '-1',
  "'=1",
]

const some = (texts: string[]) => texts.filter((_, index) => index % 7 === 0)

/** A person with hostile texts in rows of several kinds, and with deleted rows. */
export const hostilePerson = async (preferences: Parameters<typeof signedIn>[0] = {}) => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 180, ...preferences })
  const send = async (method: string, path: string, body: object) => {
    const answer = await client.json(method, path, body)
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    return answer.json<{ id: string }>()
  }
  const made = await fillWith(send, [...some(markupTexts), ...fileTexts], from)
  for (const id of [made[1]?.session, made[2]?.session]) await client.json('DELETE', `/api/v1/sessions/${id}`)
  await client.json('DELETE', `/api/v1/goals/${made[1]?.goal}`)
  await rows(
    `UPDATE sessions SET notes = CASE id WHEN ?2 THEN 'a' || char(0) || 'b' || char(13) || char(10) || 'c' || char(26) ELSE ?4 END
     WHERE user_id = ?1 AND id IN (?2, ?3)`,
    client.userId,
    made[3]?.session,
    made[4]?.session,
    longNotes,
  )
  const plans = ['Spanish :: verbs', '2026', '<b>']
  for (const [index, title] of plans.entries()) {
    const plan = await send('POST', '/api/v1/plans', { title })
    for (const text of fileTexts.slice(index * 3))
      await addCard(client, { plan_id: plan.id, question: text, answer: `${text}\n\tx`, tags: ['two words', 'a2'] })
  }
  const alone = await addCard(client, { question: '#separator:comma', answer: '=1' })
  const gone = await addCard(client, { question: 'gone', answer: 'gone' })
  await client.json('DELETE', `/api/v1/cards/${gone}`)
  return { client, sessions: made.map(({ session }) => session), cards: { alone, gone } }
}

export const exported = async (client: Client): Promise<Document> => (await client.get('/api/v1/exports/json')).json()

export const exportText = async (client: Client, format: string) =>
  (await client.get(`/api/v1/exports/${format}`)).text()

/** Rows of a list that are not deleted. */
export const live = (list: Row[] = []) => list.filter(({ deleted_at }) => !deleted_at)
