using Microsoft.Extensions.AI;
using Microsoft.ML;
using MlNetVad.Persistence;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Captions from a chat client that code gives.</summary>
public sealed class ChatClientCaptionerTests : IDisposable
{
    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("client").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Describe_AClip_SendsFramesPromptAndOptions()
    {
        using var client = new FakeChatClient(_ => " Two people\n walk. ");

        Assert.Equal(["Two people walk."], Captions(new ChatClientCaptioner(client) { Prompt = "What?", MaximumTokens = 77 }, frames: 5));

        var (messages, options) = Assert.Single(client.Requests);
        ChatMessage message = Assert.Single(messages);
        Assert.Equal(ChatRole.User, message.Role);
        Assert.Equal(
            ["Frame1: ", "image/png", "Frame2: ", "image/png", "Frame3: ", "image/png", "Frame4: ", "image/png", "What?"],
            message.Contents.Select(part => part is DataContent data ? data.MediaType : ((TextContent)part).Text));
        Assert.Equal(ClipRows.Frame("a", 2), PngFile.Read(message.Contents.OfType<DataContent>().ElementAt(2).Data.ToArray()).Pixels);
        Assert.Equal((77, 0f), (options!.MaxOutputTokens, options.Temperature));
        Assert.False(client.IsDisposed);
    }

    [Fact]
    public void Transform_SeveralCursors_KeepToTheLimitOfTheClient()
    {
        int inside = 0, most = 0;
        var all = new Lock();
        using var client = new FakeChatClient(async (n, token) =>
        {
            int now = Interlocked.Increment(ref inside);
            lock (all)
            {
                most = Math.Max(most, now);
            }

            await Task.Delay(10, token);
            Interlocked.Decrement(ref inside);
            return Words($"{n}");
        });
        var captioner = new ChatClientCaptioner(client) { MaximumConcurrency = 1 };

        Parallel.For(0, 3, i => _ml.Transforms.CaptionClip("Caption", "Clip", captioner).CaptionsOf(ClipRows.Of(new MLContext(seed: 1), ($"video {i}", 7))));

        Assert.Equal((9, 1), (client.Requests.Count, most));
    }

    [Fact]
    public void Save_WithAClientOfCode_SaysThatItCannotBeSaved()
    {
        using var client = new FakeChatClient(_ => "words");
        IDataView rows = ClipRows.Of(_ml, ("a", 5));
        ComponentTransformer fitted = _ml.Transforms.CaptionClip("Caption", "Clip", new ChatClientCaptioner(client)).Fit(rows);
        string path = Path.Combine(_folder, "m.zip");

        string message = Assert.Throws<VadException>(() => VadModel.Save(_ml, fitted, rows.Schema, path)).Message;

        Assert.Equal("A captioner that is a chat client given in code cannot be part of a saved model; give CaptionClip one that can, such as an OpenAiCompatibleCaptioner or a CaptionFile.", message);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void CachePath_WithTheSameModel_AsksOnce()
    {
        string[] captions = [.. Enumerable.Range(0, 2).SelectMany(run =>
        {
            using var client = new FakeChatClient(n => $"{run} {n}");
            return Captions(new ChatClientCaptioner(client), frames: 6, Path.Combine(_folder, "c.db"));
        })];

        Assert.Equal(["0 0", "0 1", "0 0", "0 1"], captions);
    }

    [Fact]
    public void CachePath_WithAnotherModelOrPrompt_AsksAgain()
    {
        string cache = Path.Combine(_folder, "c.db");
        using var first = new FakeChatClient(_ => "first");
        using var second = new FakeChatClient(_ => "second") { Metadata = new ChatClientMetadata("fake", new Uri("http://fake.test/"), "gpt") };

        Assert.Equal(["first"], Captions(new ChatClientCaptioner(first), frames: 5, cache));
        Assert.Equal(["second"], Captions(new ChatClientCaptioner(second), frames: 5, cache));
        Assert.Equal(["second"], Captions(new ChatClientCaptioner(second) { Prompt = "Who?" }, frames: 5, cache));
        Assert.Equal((1, 2), (first.Requests.Count, second.Requests.Count));
    }

    [Fact]
    public void CachePath_WithAClientThatTellsNoModel_WantsAName()
    {
        string cache = Path.Combine(_folder, "c.db");
        using var client = new FakeChatClient(_ => "words") { Metadata = null };

        string message = Assert.Throws<VadException>(() => Captions(new ChatClientCaptioner(client), frames: 5, cache)).Message;

        Assert.StartsWith("CachePath is set, but the chat client does not tell which model answers", message, StringComparison.Ordinal);
        Assert.Equal(["words"], Captions(new ChatClientCaptioner(client) { Name = "mine" }, frames: 5, cache));
        Assert.Equal(["words"], Captions(new ChatClientCaptioner(client), frames: 5));
    }

    [Fact]
    public void CaptionClip_ImpossibleOption_NamesIt()
    {
        using var client = new FakeChatClient(_ => "words");

        Assert.StartsWith("Client is not set;", Refused(new ChatClientCaptioner(null!)), StringComparison.Ordinal);
        Assert.StartsWith("Name is empty;", Refused(new ChatClientCaptioner(client) { Name = " " }), StringComparison.Ordinal);
        Assert.StartsWith("Prompt is empty;", Refused(new ChatClientCaptioner(client) { Prompt = "" }), StringComparison.Ordinal);
        Assert.StartsWith("MaximumTokens is 0", Refused(new ChatClientCaptioner(client) { MaximumTokens = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("TimeoutSeconds is", Refused(new ChatClientCaptioner(client) { TimeoutSeconds = 0 }), StringComparison.Ordinal);
        Assert.StartsWith("Retries is -1", Refused(new ChatClientCaptioner(client) { Retries = -1 }), StringComparison.Ordinal);
        Assert.StartsWith("MaximumConcurrency is 0", Refused(new ChatClientCaptioner(client) { MaximumConcurrency = 0 }), StringComparison.Ordinal);
    }

    private static ChatResponse Words(string words) => new(new ChatMessage(ChatRole.Assistant, words));

    private string Refused(ChatClientCaptioner captioner) => Assert.Throws<VadException>(() => _ml.Transforms.CaptionClip("Caption", "Clip", captioner)).Message;

    private string[] Captions(ChatClientCaptioner captioner, int frames, string? cache = null) => _ml.Transforms
        .CaptionClip(new ClipCaptionEstimator.Options { Captioner = captioner, CachePath = cache })
        .CaptionsOf(ClipRows.Of(_ml, ("a", frames)));
}
