// What a room costs on Node: socket.io that passes a message on, and does nothing else.
const http = require("node:http").createServer();
const { Server } = require("socket.io");

const io = new Server(http, { cors: { origin: "*" } });
io.on("connection", (socket) => {
  socket.on("join", (data, answer) => {
    socket.join(data.room);
    answer({ ok: true });
  });
  socket.on("message:post", (data, answer) => {
    io.to(data.channel_id).emit("message:posted", { text: data.text });
    answer({ ok: true });
  });
});
http.listen(Number(process.env.PORT), "127.0.0.1");
