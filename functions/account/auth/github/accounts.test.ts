import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { accountByGitHub } from './accounts'
import { cookieOf, newOctocat, stubGitHub, throughGitHub, whoIs, withEmail } from './testing'

const github = stubGitHub()

const newEmail = () => `${crypto.randomUUID()}@example.com`

type Row = { id: string; email: string | null; email_proven_at: number | null; github_user_id: number | null }

const accountsOf = (githubUserId: number) =>
  rows<Row>('SELECT id, email, email_proven_at, github_user_id FROM users WHERE github_user_id = ?', githubUserId)

describe('who somebody on GitHub is', () => {
  test('the numeric id says: a renamed user stays the same', async () => {
    const octocat = newOctocat()
    const before = await whoIs(await throughGitHub(github, octocat))
    const renamed = { ...octocat, login: 'renamed', avatar_url: 'https://avatars.example/new' }
    const after = await whoIs(await throughGitHub(github, renamed))
    expect(after).toMatchObject({ id: before.id, github_username: 'renamed', avatar_url: renamed.avatar_url })
    expect(after.username).toBe(before.username)
    const other = await whoIs(await throughGitHub(github, newOctocat({ login: octocat.login })))
    expect(other.id).not.toBe(before.id)
  })

  test('what GitHub says anew outdates what programs have, and nothing else does', async () => {
    const octocat = newOctocat()
    const { id } = await whoIs(await throughGitHub(github, octocat))
    const seq = async () => (await rows<{ seq: number }>('SELECT seq FROM change_heads WHERE user_id = ?', id))[0]?.seq
    await throughGitHub(github, octocat)
    expect(await seq()).toBe(0)
    await throughGitHub(github, { ...octocat, login: 'renamed' })
    expect(await seq()).toBe(1)
  })

  test('many sign-ins at once make one account', async () => {
    const octocat = newOctocat(withEmail(newEmail()))
    const answers = await Promise.all(Array.from({ length: 10 }, () => throughGitHub(github, octocat)))
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(303))
    expect(new Set(await Promise.all(answers.map(async (answer) => (await whoIs(answer)).id))).size).toBe(1)
  })

  test('a verified primary address is theirs, and not proven by mail', async () => {
    const email = newEmail()
    const octocat = newOctocat(withEmail(email.toUpperCase()))
    await throughGitHub(github, octocat)
    expect(await accountsOf(octocat.id)).toMatchObject([{ email, email_proven_at: null }])
  })

  test.each([
    ['no address', { emails: [] }],
    ['an address that is not verified', withEmail('a-not-verified@example.com', { verified: false })],
    ['no primary address', withEmail('a-second@example.com', { primary: false })],
    ['an address that is none', withEmail('nobody')],
  ])('with %s the account has none', async (_, more) => {
    const octocat = newOctocat(more)
    expect((await throughGitHub(github, octocat)).status).toBe(303)
    expect(await accountsOf(octocat.id)).toMatchObject([{ email: null }])
  })

  test.each([
    ['small letters', '\u212a'],
    ['trimming', '\u00a0k'],
  ])('an address that only %s would make somebody’s is not theirs', async (_, first) => {
    const name = crypto.randomUUID()
    const { userId } = await signedIn()
    await rows('UPDATE users SET email = ? WHERE id = ?', `k${name}@example.com`, userId)
    const octocat = newOctocat(withEmail(`${first}${name}@example.com`))
    expect((await throughGitHub(github, octocat)).status).toBe(303)
    const [account] = await accountsOf(octocat.id)
    expect(account).toMatchObject({ email: null })
    expect(account?.id).not.toBe(userId)
  })

  test('who does not let us see their addresses is let in without', async () => {
    const trouble = { at: '/user/emails', how: 404 } as const
    const octocat = newOctocat({ ...withEmail(newEmail()), scope: 'read:user', trouble })
    expect((await throughGitHub(github, octocat)).status).toBe(303)
    expect(await accountsOf(octocat.id)).toMatchObject([{ email: null }])
  })
})

test.each([
  ['that no mail has proven', 'email_proven_at = NULL'],
  ['that has another GitHub account', 'github_user_id = abs(random() % 1000000000) + 1000000'],
])('an address stays with the account %s, and the new one has none', async (_, change) => {
  const { userId } = await signedIn()
  await rows(`UPDATE users SET ${change} WHERE id = ?`, userId)
  const before = await rows('SELECT * FROM users WHERE id = ?', userId)
  const octocat = newOctocat(withEmail(`${userId}@example.com`))
  const answer = await throughGitHub(github, octocat)
  expect(await whoIs(answer)).toMatchObject({ email: null, username: octocat.login })
  expect(await rows('SELECT * FROM users WHERE id = ?', userId)).toEqual(before)
})

test('an address of a suspended account does not open it', async () => {
  const { userId } = await signedIn()
  await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)
  const octocat = newOctocat(withEmail(`${userId}@example.com`))
  const answer = await throughGitHub(github, octocat)
  expect([answer.status, cookieOf(answer, 'session')]).toEqual([403, undefined])
  expect((await accountsOf(octocat.id)).filter(({ id }) => id !== userId)).toEqual([])
})

/** Models the rules over a list of accounts. */
const model = () => {
  const accounts: { email: string | null; proven: boolean; github: number | null }[] = []
  return {
    accounts,
    addMailAccount: (email: string, proven: boolean) => {
      if (!accounts.some((one) => one.email === email)) accounts.push({ email, proven, github: null })
    },
    come: (id: number, email: string | null) => {
      const known = accounts.find(({ github }) => github === id)
      if (known) return
      const theirs = accounts.find((one) => email !== null && one.email === email)
      if (theirs?.proven && theirs.github === null) theirs.github = id
      else accounts.push({ email: theirs ? null : email, proven: false, github: id })
    },
  }
}

test('whatever comes in whatever order, the accounts are those of the rules', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('mail' as const), email: fc.nat(2), proven: fc.boolean() }),
    fc.record({ kind: fc.constant('github' as const), id: fc.nat(2), email: fc.option(fc.nat(2)) }),
  )
  let run = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
      run += 1
      const { accounts, addMailAccount, come } = model()
      const address = (number: number) => `model-${run}-${number}@example.com`
      const githubId = (number: number) => run * 10 + number + 1_000_000_000
      for (const one of steps) {
        if (one.kind === 'mail') {
          addMailAccount(address(one.email), one.proven)
          await rows(
            `INSERT INTO users (id, email, email_proven_at, username, created_at, updated_at)
             VALUES (?, ?, ?, '', 1, 1) ON CONFLICT DO NOTHING`,
            crypto.randomUUID(),
            address(one.email),
            one.proven ? 1 : null,
          )
        } else {
          const email = one.email === null ? null : address(one.email)
          come(githubId(one.id), email)
          const person = { id: githubId(one.id), login: 'a', avatarUrl: null, email }
          await accountByGitHub(env.DB, person, { time_zone: null, clock: null }, 1)
        }
      }
      const found = await rows<{ email: string | null; proven: number; github: number | null }>(
        `SELECT email, email_proven_at IS NOT NULL AS proven, github_user_id AS github FROM users
         WHERE email LIKE ? OR github_user_id BETWEEN ? AND ?`,
        `model-${run}-%`,
        githubId(0),
        githubId(9),
      )
      const inOrder = (list: unknown[]) => list.map((one) => JSON.stringify(one)).toSorted()
      expect(inOrder(found.map((one) => ({ ...one, proven: one.proven === 1 })))).toEqual(inOrder(accounts))
    }),
    { numRuns: runs(60) },
  )
})
