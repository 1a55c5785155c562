/** Dishes by weekday, and the votes that they got since the start. */
const dishes = {
  monday: ["Lentil soup", "Pumpkin risotto"],
  tuesday: ["Shakshuka", "Pad thai"],
  wednesday: ["Ramen", "Caesar salad"],
  thursday: ["Dal with rice", "Fish tacos"],
  friday: ["Pizza", "Falafel"],
};

export class Menu {
  #votes = new Map();

  days() {
    return Object.keys(dishes);
  }

  /** A day's dishes with their votes, most wanted first; undefined for a day off. */
  of(day) {
    if (!Object.hasOwn(dishes, day)) return undefined;
    return dishes[day]
      .map((dish) => ({ dish, votes: this.#votes.get(dish) ?? 0 }))
      .sort((a, b) => b.votes - a.votes);
  }

  /** False for a dish that isn't on that day's menu. */
  vote(day, dish) {
    if (!Object.hasOwn(dishes, day) || !dishes[day].includes(dish)) return false;
    this.#votes.set(dish, (this.#votes.get(dish) ?? 0) + 1);
    return true;
  }
}
