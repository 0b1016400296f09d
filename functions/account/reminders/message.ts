/** A notification as the server pushes it and the service worker shows it. */
export type Message = {
  title: string
  body: string
  url: string
  tag: string
  /** Kind and key of the reminder that an action changes; absent for a summary of several. */
  key?: string
  acts: { act: string; label: string }[]
}
