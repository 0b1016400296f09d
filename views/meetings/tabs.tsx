import { Tabs } from '../ui/section'

const lists = [
  { href: '/meetings', name: 'Meetings' },
  { href: '/feedback', name: 'Feedback' },
] as const

/** Tabs between meetings and what comes of them. */
export const MeetingTabs = ({ current }: { current: (typeof lists)[number]['href'] }) => (
  <Tabs label="Meetings and what comes of them" tabs={lists} current={current} />
)
