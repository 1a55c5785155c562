import ms from "ms";

/** In milliseconds. */
export const twoDays = () => ms("2 days");
