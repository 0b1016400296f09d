import { Tabs } from '../../ui/section'

const lists = [
  { href: '/tasks', name: 'Today' },
  { href: '/tasks/with-people', name: 'With people' },
  { href: '/tasks/all', name: 'All tasks' },
] as const

/** Tabs between the lists of tasks. */
export const TaskTabs = ({ current }: { current: (typeof lists)[number]['href'] }) => (
  <Tabs label="Lists of tasks" tabs={lists} current={current} />
)
