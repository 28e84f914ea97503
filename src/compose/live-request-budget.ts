/** Most requests that a real API gets, unless the user sets another number. */
export const liveRequestBudget = 60
