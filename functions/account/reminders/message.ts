/** A notification as the server pushes it and the service worker shows it. */
export type Message = {
  title: string
  body: string
  url: string
  tag: string
  /** Keys of the reminders that an action changes. */
  key?: string
  acts: { act: string; label: string }[]
}
