import { Tabs } from '../../ui/section'

const places = [
  { href: '/admin/users', name: 'Users' },
  { href: '/admin/invitations', name: 'Invitations' },
  { href: '/admin/whitelists', name: 'Apps' },
  { href: '/admin/audit', name: 'Audit' },
] as const

export const AdminTabs = ({ current }: { current: (typeof places)[number]['href'] }) => (
  <Tabs label="Admin" tabs={places} current={current} />
)
