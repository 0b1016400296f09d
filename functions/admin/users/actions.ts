import type { Access, PersonRow, Refusal } from './schema'

export const userActions = ['suspend', 'restore', 'make-admin', 'remove-admin'] as const
export type UserAction = (typeof userActions)[number]

export const accessAfter: Record<UserAction, Access> = {
  suspend: { suspended: true },
  restore: { suspended: false },
  'make-admin': { role: 'admin' },
  'remove-admin': { role: 'user' },
}

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
}: Pick<PersonRow, 'username' | 'email' | 'github_username'>) =>
  username || email || github_username || 'Somebody without a name'

/** Follows the person's name. */
export const doneWords: Record<UserAction, string> = {
  suspend: 'is suspended',
  restore: 'is restored',
  'make-admin': 'is an admin',
  'remove-admin': 'is no admin',
}

export const effects = (act: UserAction, person: PersonRow): string[] => {
  if (act === 'suspend') {
    return [
      'They are signed out at once, in every browser and program. Their API tokens and sign-in links are void.',
      'They cannot sign in until they are restored. What they keep here stays.',
    ]
  }
  if (act === 'restore') {
    return ['They can sign in again, on each device anew. API tokens have to be made anew.']
  }
  if (act === 'make-admin') {
    return [
      'They see who has an account here, and can suspend, restore and make admins.',
      'They do not see what others keep here.',
      ...(person.suspended_at === null ? [] : ['They are suspended, and cannot sign in before they are restored.']),
    ]
  }
  return ['They lose the pages for admins at once, and keep everything else.']
}

export const refusalWords: Record<Refusal, string> = {
  last_admin: 'This is the last admin who can sign in. Make somebody else an admin first.',
  yourself: 'You cannot suspend yourself. Another admin can.',
}
