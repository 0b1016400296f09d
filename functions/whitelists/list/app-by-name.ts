import { type AppRules, rulesOf, type StoredRules } from '../../app-rules/queries'

/** `key` is the folded name that the list is sorted by. */
export type KeyedApp = { package_name: string; key: string }

/** Comes with its rules where one statement reads both. */
export type AppByName = KeyedApp & { rules?: AppRules }

export const withRules = ({ key, package_name, ...stored }: KeyedApp & StoredRules): AppByName => ({
  key,
  package_name,
  rules: rulesOf(stored),
})
