namespace MlNetVad.Onnx.VisionLanguage;

/// <summary>Describes clips: pictures to features, features and prompt to words.</summary>
/// <param name="model">The opened networks, which other describers may use too.</param>
/// <param name="ownsModel">Whether they are closed with this describer.</param>
internal sealed class VisionLanguageDescriber(VisionLanguageModel model, bool ownsModel) : IClipDescriber
{
    private readonly CaptionSettings _words = model.Setup.Words;
    private readonly ImageFeatures _features = new();
    private readonly GreedyDecoding _decoding = new(model);
    private readonly float[] _pixels = new float[3 * model.Setup.Words.Pictures.Size * model.Setup.Words.Pictures.Size];
    private PictureTiles? _tiles;
    private (int Frames, int Tokens) _promptOf;
    private long[] _prompt = [];

    public string Fingerprint => model.Setup.Fingerprint;

    public string Describe(in CaptionedClip clip, CancellationToken cancellationToken) =>
        model.Tokenizer.Decode(Answer(clip, cancellationToken)).Trim();

    /// <summary>The ids of a clip's description.</summary>
    public List<int> Answer(in CaptionedClip clip, CancellationToken cancellationToken)
    {
        See(clip, cancellationToken);
        return _decoding.Answer(Prompt(clip.Shape.Frames), _features, cancellationToken);
    }

    public void Dispose()
    {
        _decoding.Dispose();
        if (ownsModel)
        {
            model.Dispose();
        }
    }

    /// <summary>Computes the features of all frames.</summary>
    internal ImageFeatures See(in CaptionedClip clip, CancellationToken cancellationToken)
    {
        if (_tiles?.Shape != clip.Shape)
        {
            _tiles = new PictureTiles(clip.Shape, _words.Pictures, _words.MaximumTiles);
        }

        _features.Clear();
        for (int i = 0; i < clip.Shape.Frames; i++)
        {
            _tiles.Load(clip.Shape.Frame(clip.Frames, i));
            for (int tile = 0; tile < _tiles.Count; tile++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _tiles.Copy(tile, _pixels);
                model.Vision.Encode(_pixels, _features);
            }
        }

        return _features;
    }

    // frames of one clip have one shape, so that a prompt is written once
    private long[] Prompt(int frames)
    {
        (int, int) wanted = (frames, _features.Count / frames);
        if (_promptOf != wanted)
        {
            _prompt = model.Tokenizer.Encode(PromptText.Write(_words, wanted.Item1, wanted.Item2));
            _promptOf = wanted;
        }

        return _prompt;
    }
}
