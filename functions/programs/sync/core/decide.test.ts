import { describe, expect, test } from 'vitest'
import { type ArrivingDelta, decide, isLaterDeletion, type LastWrite } from './decide'

const noon = Date.UTC(2026, 2, 2, 12)

const delta: ArrivingDelta = {
  writtenAt: noon,
  updatedAt: noon,
  digest: 'new',
  isDeletion: false,
  isSame: false,
  remoteVersion: 5,
  localVersion: 3,
}

const last: LastWrite = { writtenAt: noon - 1, digest: 'old', localVersion: 2, seq: null }

describe('a delta', () => {
  test('of a row that is not there is applied', () => {
    expect(decide(delta, null, null)).toBe('apply')
  })

  test('wins over what its device has seen, whatever its clock says', () => {
    expect(decide(delta, { seq: 5, updatedAt: noon + 1 }, null)).toBe('apply')
  })

  test('wins over a version that its device has not seen where it is later, and loses on a tie', () => {
    expect(decide(delta, { seq: 6, updatedAt: noon - 1 }, null)).toBe('apply_and_keep')
    expect(decide(delta, { seq: 6, updatedAt: noon }, null)).toBe('lost')
  })

  test('wins over an earlier one of its device whose answer was lost', () => {
    expect(decide(delta, { seq: 6, updatedAt: noon }, { ...last, seq: 6 })).toBe('apply')
  })

  test('is applied where it writes the members again later, so that its device and the server have one instant', () => {
    expect(decide({ ...delta, isSame: true }, { seq: 6, updatedAt: noon - 1 }, { ...last, seq: 6 })).toBe('apply')
    const ahead = { ...delta, writtenAt: noon + 5, isSame: true }
    expect(decide(ahead, { seq: 5, updatedAt: noon }, null)).toBe('apply')
  })
})

describe('a delta that comes again', () => {
  test('changes nothing', () => {
    expect(decide(delta, { seq: 9, updatedAt: noon + 9 }, { ...last, digest: 'new' })).toBe('unchanged')
  })

  test('is told to be superseded where the row was removed for good', () => {
    expect(decide(delta, null, { ...last, digest: 'new' })).toBe('superseded')
    expect(decide({ ...delta, isDeletion: true }, null, { ...last, digest: 'new' })).toBe('unchanged')
  })

  test('does not bring back what its device has replaced, also where the replacement changed nothing', () => {
    const replaced = { writtenAt: noon + 1, digest: 'later', localVersion: 4, seq: null }
    expect(decide(delta, { seq: 5, updatedAt: noon - 1 }, replaced)).toBe('superseded')
    expect(decide({ ...delta, isDeletion: true, isSame: true }, { seq: 9, updatedAt: noon }, replaced)).toBe(
      'superseded',
    )
  })

  test('does so by the clock alone where the device does not count, unless it has seen the stored version', () => {
    const replaced = { writtenAt: noon + 1, digest: 'later', localVersion: 3, seq: 9 }
    expect(decide(delta, { seq: 9, updatedAt: noon + 1 }, replaced)).toBe('superseded')
    expect(decide(delta, { seq: 5, updatedAt: noon + 1 }, replaced)).toBe('apply')
  })
})

test('a deletion counts as a later one where its device deleted before, and not where it comes again', () => {
  const deletion = { ...delta, isDeletion: true, digest: 'deletion' }
  expect(isLaterDeletion(deletion, { ...last, digest: 'deletion' })).toBe(true)
  expect(isLaterDeletion(deletion, { ...last, digest: 'deletion', writtenAt: noon })).toBe(false)
  expect(isLaterDeletion(deletion, { ...last, digest: 'deletion', localVersion: 4 })).toBe(false)
  expect(isLaterDeletion(deletion, last)).toBe(false)
})
