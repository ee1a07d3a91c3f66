/** What is drawn in each tone, as the `d` of a path; the second lies upon the main one. */
export interface Marks {
  main: string
  second: string
}
