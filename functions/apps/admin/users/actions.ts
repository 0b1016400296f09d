import type { AccessChange } from './queries'
import type { AdminRefusal, PersonRow } from './schema'

export const userActions = ['suspend', 'restore', 'make-admin', 'remove-admin'] as const
export type UserAction = (typeof userActions)[number]

export const accessByAction: Record<UserAction, AccessChange> = {
  suspend: { suspended: true },
  restore: { suspended: false },
  'make-admin': { role: 'admin' },
  'remove-admin': { role: 'user' },
}

/** Title of an action, for example `Make Ada an admin`. */
export const actTitle = (act: UserAction, name: string) =>
  act === 'make-admin'
    ? `Make ${name} an admin`
    : act === 'remove-admin'
      ? `Remove ${name} as an admin`
      : `${actNames[act]} ${name}`

export const actNames: Record<UserAction, string> = {
  suspend: 'Suspend',
  restore: 'Restore',
  'make-admin': 'Make admin',
  'remove-admin': 'Remove admin',
}

export const actsFor = ({ role, suspended_at }: Pick<PersonRow, 'role' | 'suspended_at'>): UserAction[] => [
  role === 'admin' ? 'remove-admin' : 'make-admin',
  suspended_at === null ? 'suspend' : 'restore',
]

export const personName = ({
  username,
  email,
  github_username,
}: Pick<PersonRow, 'username' | 'email' | 'github_username'>) => username || email || github_username || 'Unnamed user'

/** Words for a completed action, which follow the person's name. */
export const doneWords: Record<UserAction, string> = {
  suspend: 'is suspended',
  restore: 'is restored',
  'make-admin': 'is an admin',
  'remove-admin': 'is not an admin',
}

export const actionEffects = (act: UserAction, person: PersonRow): string[] => {
  if (act === 'suspend') {
    return [
      'They are signed out everywhere. Their API tokens and sign-in links stop working.',
      'They can’t sign in until they are restored. Their data stays.',
    ]
  }
  if (act === 'restore') {
    return ['They can sign in again on each device. They need new API tokens.']
  }
  if (act === 'make-admin') {
    return [
      'They can see all accounts, suspend and restore them, and make others admins.',
      'They can’t see other people’s data.',
      ...(person.suspended_at === null ? [] : ['They are suspended and can’t sign in until they are restored.']),
    ]
  }
  return ['They lose admin access immediately and keep everything else.']
}

export const refusalWords: Record<AdminRefusal, string> = {
  last_admin: 'This is the last admin who can sign in. Make someone else an admin first.',
  yourself: 'You can’t suspend yourself. Another admin can.',
}
