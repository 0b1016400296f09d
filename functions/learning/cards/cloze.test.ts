import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { readAnki } from './anki/read'
import { cardsOfCloze, clozeAnswer, clozeQuestion, deletedWords, hasCloze } from './cloze'
import { addCard } from './reviews/testing'

describe('a cloze', () => {
  test.each([
    ['{{c1::Paris}} is in France', '[…] is in France', 'Paris is in France', 'Paris'],
    ['{{c1::Paris::a city}} lies there', '[a city] lies there', 'Paris lies there', 'Paris'],
    ['{{c2::a}} and {{c1::b}} and {{c1::c}}', 'a and […] and […]', 'a and b and c', 'b, c'],
    [
      '{{c1::Canberra was {{c2::founded}}}} in 1913',
      '[…] in 1913',
      'Canberra was founded in 1913',
      'Canberra was founded',
    ],
    ['{{c1::a {{c1::b::in}} c::out}} d', '[out] d', 'a b c d', 'a b c'],
    ['{{c1::a}} {{c1::a}}', '[…] […]', 'a a', 'a, a'],
    ['{{c2::b}} {{c1,2::both}}', 'b […]', 'b both', 'both'],
    ['{{c1::\\frac{a}{b} }} and }}', '[…] and }}', '\\frac{a}{b}  and }}', '\\frac{a}{b}'],
    ['{{c1::\\frac{a}{b}}} is', '[…]} is', '\\frac{a}{b} is', '\\frac{a}{b'],
    ['{{c2::open {{c1::x}}', '{{c2::open […]', '{{c2::open x', 'x'],
    ['{{c3::two\nlines}}', '[…]', 'two\nlines', 'two\nlines'],
    ['{{c0::shown::hint}} and {{c1::asked}}', 'shown and […]', 'shown and asked', 'asked'],
    ['{{c1::a {{c0::b}} c}} d', '[…] d', 'a b c d', 'a b c'],
    ['{{c1::مرحبا 🎉::h::i}}', '[h::i]', 'مرحبا 🎉', 'مرحبا 🎉'],
  ])('asks as Anki does: %s', (text, question, answer, words) => {
    expect([clozeQuestion(text), clozeAnswer(text), deletedWords(text)]).toEqual([question, answer, words])
  })

  test.each(['{{c0::a}}', '{{c1:a}}', '{{c1::a}', '{{1::a}}', 'plain', '{{c1::'.repeat(800)])('is not %s', (text) => {
    expect([hasCloze(text), clozeQuestion(text)]).toEqual([false, text])
  })

  test('makes a card for each number, with the other words in the open', () => {
    expect(cardsOfCloze({ question: '{{c1::Bern}} is in {{c2::Switzerland::country}}', answer: '' })).toEqual([
      { question: '{{c1::Bern}} is in Switzerland', answer: 'Bern' },
      { question: 'Bern is in {{c2::Switzerland::country}}', answer: 'Switzerland' },
    ])
  })

  test('of Anki’s text needs no answer, and is a card for each number', () => {
    const { cards, rejected } = readAnki('#separator:tab\n#html:true\n{{c1::one}} and {{c2::two}}\t\nno cloze\t\n')
    expect(cards.map(({ question, answer }) => [question, answer])).toEqual([
      ['{{c1::one}} and two', 'one'],
      ['one and {{c2::two}}', 'two'],
    ])
    expect(rejected).toEqual([{ line: 4, message: 'This card has no answer.' }])
  })
})

describe('a card with a cloze', () => {
  const text = '{{c1::<b>Bern</b>::a & "b"}} is in {{c2::**Switzerland**}}'

  test('is added by the form without an answer, one for each number; another card needs its answer', async () => {
    const client = await signedIn()
    const form = { question: text, answer: '', tags: 'geo', plan_id: '', source: '' }
    expect((await client.post('/cards', form)).status).toBe(303)
    expect(
      await rows('SELECT question, answer, tags FROM cards WHERE user_id = ? ORDER BY question DESC', client.userId),
    ).toEqual([
      { question: '{{c1::<b>Bern</b>::a & "b"}} is in **Switzerland**', answer: '<b>Bern</b>', tags: '["geo"]' },
      { question: '<b>Bern</b> is in {{c2::**Switzerland**}}', answer: '**Switzerland**', tags: '["geo"]' },
    ])
    const refused = await client.post('/cards', { ...form, question: 'plain' })
    expect([refused.status, (await refused.text()).includes('Enter an answer')]).toEqual([422, true])
  })

  test('hides its words in the question, marks them in the answer, and escapes what was typed', async () => {
    const client = await signedIn()
    const id = await addCard(client, { question: text, answer: 'More *here*' })
    const question = await (await client.get(`/review?card=${id}`)).text()
    expect(question).toContain('<mark>[a &amp; &quot;b&quot;]</mark> is in <strong>Switzerland</strong>')
    expect(question).not.toContain('Bern')
    const answer = await (await client.get(`/review?card=${id}&answer=1`)).text()
    expect(answer).toContain('<mark>&lt;b&gt;Bern&lt;/b&gt;</mark> is in <strong>Switzerland</strong>')
    expect(answer).toContain('More <em>here</em>')
    expect(await (await client.get('/cards')).text()).not.toContain('{{c1')
  })
})
