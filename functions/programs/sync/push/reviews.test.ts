import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { deviceOf } from '../testing'

const at = Date.parse('2026-05-04T12:00:00Z')

test('a card that is rated in the request that brings it comes back as the rating makes it', async () => {
  const laptop = deviceOf(await signedIn())
  const data = { question: 'Which knot?', answer: 'The bowline', next_review: '2026-05-04', created_at: at }
  const answers = [
    await laptop.sync({
      cards: [{ action: 'create', id: 'k1', data, updated_at: at }],
      reviews: [{ id: 'r1', card_id: 'k1', rating: 3, reviewed_at: at }],
    }),
    await laptop.sync(),
  ]
  expect(answers.flatMap(({ cards }) => cards)).toEqual([
    expect.objectContaining({ id: 'k1', data: expect.objectContaining({ repetitions: 1, next_review: '2026-05-05' }) }),
  ])
})

test('a card that is rated by a clock that is ahead was rated now', async () => {
  const client = await signedIn()
  const data = { question: 'Which knot?', answer: 'The bowline', next_review: '2026-05-04', created_at: at }
  await deviceOf(client).sync({
    cards: [{ action: 'create', id: 'k1', data, updated_at: at }],
    reviews: [{ id: 'r1', card_id: 'k1', rating: 3, reviewed_at: Date.now() + 3 * 86_400_000 }],
  })
  const [review] = await rows<{ reviewed_at: number }>(
    'SELECT reviewed_at FROM card_reviews WHERE user_id = ?',
    client.userId,
  )
  expect(review?.reviewed_at).toBeLessThanOrEqual(Date.now())
})
