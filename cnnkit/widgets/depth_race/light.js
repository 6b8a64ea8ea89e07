// DepthRace: nets of three depths, with and without ways past their blocks.

export default { render: (context) => openBoard(context, track) };
