import { conflictsPath } from '../../../views/sync/paths'
import type { Problem } from '../../lib/problem'

/** The problem of a version that can’t be brought back. */
export const cannotRestore = ({ refused }: { refused: string }): Problem => ({
  status: 409,
  code: 'cannot_restore',
  title: 'This version can’t be brought back',
  detail: refused,
  again: conflictsPath,
})
