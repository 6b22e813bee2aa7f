using System.Text.Json.Nodes;
using Microsoft.ML;
using MlNetVad.Persistence;
using MlNetVad.TestSupport;

namespace MlNetVad.Onnx.Tests.ClipCaption;

/// <summary>Captions from a chat endpoint that works.</summary>
public sealed class ChatCaptionerTests : IDisposable
{
    private const string KeyVariable = "MLNETVAD_TEST_CAPTION_KEY";
    private const string Key = "sk-0123456789-very-secret";

    private readonly MLContext _ml = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("chat").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CaptionClip_OfAnEndpoint_KeepsTheEstimatorContract()
    {
        using var server = new ChatServer(_ => ChatServer.Reply.Of("Two people walk."));

        EstimatorContract.Check(_ml, _ml.Transforms.CaptionClip("Caption", "Clip", server.Captioner()), ClipRows.Of(_ml, ("a", 8)), ClipRows.WithoutClip(_ml));
    }

    [Fact]
    public void Describe_AClip_SendsFramesPromptModelAndKey()
    {
        Environment.SetEnvironmentVariable(KeyVariable, Key);
        using var server = new ChatServer(_ => ChatServer.Reply.Of(" Two people\n walk. "));
        OpenAiCompatibleCaptioner captioner = server.Captioner();
        captioner.ApiKeyVariable = KeyVariable;
        captioner.MaximumTokens = 77;

        Assert.Equal(["Two people walk."], _ml.Transforms.CaptionClip("Caption", "Clip", captioner).CaptionsOf(ClipRows.Of(_ml, ("a", 5))));

        ChatServer.Request request = Assert.Single(server.Requests);
        Assert.Equal("/v1/chat/completions", request.Path);
        Assert.Equal($"Bearer {Key}", request.Authorization);
        Assert.Equal("llava", (string?)request.Body["model"]);
        Assert.Equal(77, (int?)request.Body["max_tokens"]);
        Assert.Equal(0, (int?)request.Body["temperature"]);
        JsonArray content = request.Body["messages"]!.AsArray().Single()!["content"]!.AsArray();
        Assert.Equal(
            ["Frame1: ", "image", "Frame2: ", "image", "Frame3: ", "image", "Frame4: ", "image", Captioner.PaperPrompt],
            content.Select(part => (string?)part!["text"] ?? "image"));
        const string Head = "data:image/png;base64,";
        string[] urls = [.. content.Select(part => (string?)part!["image_url"]?["url"]).OfType<string>()];
        Assert.All(urls, url => Assert.StartsWith(Head, url, StringComparison.Ordinal));
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(ClipRows.Frame("a", i), PngFile.Read(Convert.FromBase64String(urls[i][Head.Length..])).Pixels);
        }
    }

    [Fact]
    public void Transform_EveryFourth_SendsAQuarterOfTheRequests()
    {
        using ChatServer server = ChatServer.Counting();

        string[] captions = _ml.Transforms.CaptionClip(new ClipCaptionEstimator.Options { Captioner = server.Captioner(), Every = 4 }).CaptionsOf(ClipRows.Of(_ml, ("a", 16)));

        Assert.Equal(12, captions.Length);
        Assert.Equal(3, server.Count);
        Assert.Equal(["caption 0", "caption 1", "caption 2"], captions.Distinct());
    }

    [Fact]
    public void Transform_ThousandClips_AreCaptionedOnceEach()
    {
        using ChatServer server = ChatServer.Counting();
        IDataView rows = ClipRows.Of(_ml, ("a", 1004));
        IDataView captioned = _ml.Transforms.CaptionClip("Caption", "Clip", server.Captioner()).Fit(rows).Transform(rows);

        string[] captions = captioned.Captions();

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"caption {i}"), captions);
        Assert.Equal(captions, captioned.Captions());
        Assert.Equal(1000, server.Count);
    }

    [Fact]
    public void Transform_SeveralCursorsOfTwoModels_KeepToTheLimitOfTheEndpoint()
    {
        using var server = new ChatServer(n => ChatServer.Reply.Of($"{n}") with { Delay = TimeSpan.FromMilliseconds(10) });
        IDataView rows = ClipRows.Of(_ml, ("a", 9));
        OpenAiCompatibleCaptioner captioner = server.Captioner();
        captioner.MaximumConcurrency = 2;

        Parallel.For(0, 6, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
            _ml.Transforms.CaptionClip("Caption", "Clip", captioner).CaptionsOf(ClipRows.Of(new MLContext(seed: 1), ($"video {i}", 9))));

        Assert.Equal(30, server.Count);
        Assert.Equal(2, server.MostInside);
    }

    [Fact]
    public void SaveLoad_WithACache_NeedsNoEndpointAndHoldsNoKey()
    {
        Environment.SetEnvironmentVariable(KeyVariable, Key);
        IDataView rows = ClipRows.Of(_ml, ("a", 9));
        string path = Path.Combine(_folder, "m.zip");
        string[] captions;
        using (ChatServer server = ChatServer.Counting())
        {
            OpenAiCompatibleCaptioner captioner = server.Captioner();
            captioner.ApiKeyVariable = KeyVariable;
            ComponentTransformer fitted = _ml.Transforms.CaptionClip(new ClipCaptionEstimator.Options
            {
                Captioner = captioner,
                CachePath = Path.Combine(_folder, "cache", "captions.db"),
            }).Fit(rows);
            captions = fitted.Transform(rows).Captions();
            VadModel.Save(_ml, fitted, rows.Schema, path);
        }

        VadModel model = VadModel.Load(_ml, path);

        Assert.Equal(captions, model.Transformer.Transform(rows).Captions());
        Assert.Equal(captions, _ml.Model.Load(path, out _).Transform(rows).Captions());
        Assert.DoesNotContain(Key, string.Join('\n', model.Describe().Single().Settings), StringComparison.Ordinal);
        using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.OpenRead(path);
        Assert.All(zip.Entries, entry =>
        {
            using var stream = new MemoryStream();
            using (Stream content = entry.Open())
            {
                content.CopyTo(stream);
            }

            foreach (string form in new[] { Key }.Concat(Enumerable.Range(0, 3).Select(Base64Of)))
            {
                Assert.DoesNotContain(form, System.Text.Encoding.Latin1.GetString(stream.ToArray()), StringComparison.Ordinal);
                Assert.DoesNotContain(form, System.Text.Encoding.Unicode.GetString(stream.ToArray()), StringComparison.Ordinal);
            }
        });
    }

    [Fact]
    public void Describe_ModelThatWantsTheNewerTokenLimit_GetsIt()
    {
        using var server = new ChatServer(n => n == 0
            ? ChatServer.Reply.Error(400, "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")
            : ChatServer.Reply.Of($"{n}"));

        Assert.Equal(["1", "2"], _ml.Transforms.CaptionClip("Caption", "Clip", server.Captioner()).CaptionsOf(ClipRows.Of(_ml, ("a", 6))));

        Assert.All(server.Requests.Skip(1), r => Assert.Equal((128, null, null), ((int?)r.Body["max_completion_tokens"], (int?)r.Body["max_tokens"], (int?)r.Body["temperature"])));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"message":{"role":"assistant","content":"words"},"finish_reason":"load"}]}""")]
    [InlineData("""{"choices":[{"message":{"content":"words"}}]}""")]
    [InlineData("""{"choices":[{"message":{"content":[{"type":"text","text":"words"}]},"finish_reason":"eos"}]}""")]
    public void Describe_AnswerThatIsMerelyLikeOpenAIs_IsRead(string body)
    {
        using var server = new ChatServer(_ => new ChatServer.Reply(200, body));

        Assert.Equal(["words"], _ml.Transforms.CaptionClip("Caption", "Clip", server.Captioner()).CaptionsOf(ClipRows.Of(_ml, ("a", 5))));
    }

    [Fact]
    public void CaptionClip_ImpossibleEndpoint_NamesTheOptionAndNeverTheKey()
    {
        Assert.Contains("Endpoint is 'localhost:11434'", Refused(c => c.Endpoint = "localhost:11434"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Refused(c => c.Endpoint = "https://me:secret@host/v1"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Refused(c => c.Endpoint = "https://host/v1?api-key=secret"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", Refused(c => c.ApiKeyVariable = "sk-secret"), StringComparison.Ordinal);
        Assert.Contains("Model is not set", Refused(c => c.Model = null), StringComparison.Ordinal);
        Assert.Contains("Prompt is empty", Refused(c => c.Prompt = ""), StringComparison.Ordinal);
        Assert.Contains("MaximumTokens", Refused(c => c.MaximumTokens = 0), StringComparison.Ordinal);
        Assert.Contains("TimeoutSeconds", Refused(c => c.TimeoutSeconds = 0), StringComparison.Ordinal);
        Assert.Contains("Retries", Refused(c => c.Retries = -1), StringComparison.Ordinal);
        Assert.Contains("MaximumConcurrency", Refused(c => c.MaximumConcurrency = 0), StringComparison.Ordinal);
        Assert.Contains("environment variable MLNETVAD_TEST_NO_SUCH_KEY", Refused(c => c.ApiKeyVariable = "MLNETVAD_TEST_NO_SUCH_KEY"), StringComparison.Ordinal);
    }

    private static string Base64Of(int shift) =>
        Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(new string(' ', shift) + Key))[4..^4];

    private string Refused(Action<OpenAiCompatibleCaptioner> change)
    {
        var captioner = new OpenAiCompatibleCaptioner { Endpoint = "http://localhost:11434/v1", Model = "llava" };
        change(captioner);
        return Assert.Throws<VadException>(() => _ml.Transforms.CaptionClip("Caption", "Clip", captioner).Fit(ClipRows.Of(_ml, ("a", 5)))).Message;
    }
}
