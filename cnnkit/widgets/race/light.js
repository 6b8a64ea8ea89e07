// Race: right and wrong gradients side by side.

export default { render: (context) => openBoard(context, track) };
