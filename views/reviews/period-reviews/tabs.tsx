import { Tabs } from '../../ui/section'

const pages = [
  { href: '/review/week', name: 'Week' },
  { href: '/review/month', name: 'Month' },
  { href: '/evidence', name: 'Evidence' },
] as const

/** Tabs between the pages that look back. */
export const LookBackTabs = ({ current }: { current?: (typeof pages)[number]['href'] }) => (
  <Tabs label="Look back" tabs={pages} current={current} />
)
