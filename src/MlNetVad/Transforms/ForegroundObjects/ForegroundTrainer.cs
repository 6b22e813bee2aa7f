using MlNetVad.Transforms.Background;

namespace MlNetVad.Transforms;

/// <summary>
/// Learns a <see cref="ForegroundModel"/> in one pass over the training frames: a bounded sample of them gives the median
/// background, and the same sample, compared with that background, the height line.
/// </summary>
internal sealed class ForegroundTrainer
{
    private readonly ForegroundOptions _options;
    private readonly int _height;
    private readonly int _width;
    private readonly int _channels;
    private readonly MedianBackground _median;
    private readonly byte[] _grey;

    /// <summary>An empty trainer.</summary>
    /// <param name="options">The constants; checked.</param>
    /// <param name="height">H, pixels.</param>
    /// <param name="width">W, pixels.</param>
    /// <param name="channels">C: 1, 3 or 4.</param>
    public ForegroundTrainer(ForegroundOptions options, int height, int width, int channels)
    {
        options.Validate();
        Luma.CheckChannels(channels);
        _options = options;
        _height = height;
        _width = width;
        _channels = channels;
        _median = new MedianBackground(height * width, options.BackgroundCapacity);
        _grey = new byte[height * width];
    }

    /// <summary>Takes one frame; the caller gives every <see cref="ForegroundOptions.BackgroundEvery"/>-th frame of each video.</summary>
    /// <param name="frame">H × W × C bytes.</param>
    public void Add(ReadOnlySpan<byte> frame)
    {
        Luma.ToGrey(frame, _channels, _grey);
        _median.Add(_grey);
    }

    /// <summary>The model; with a running background the median only serves to learn the height line.</summary>
    /// <exception cref="VadException">No frame was added.</exception>
    public ForegroundModel Fit()
    {
        float[] background = _median.Build();
        var draft = new ForegroundModel(_options, _height, _width, background, default);
        PersonHeight heightLine = FitHeight(draft);
        bool isRunning = _options.Background == BackgroundKind.Running;
        return new ForegroundModel(_options, _height, _width, isRunning ? null : background, heightLine);
    }

    private PersonHeight FitHeight(ForegroundModel draft)
    {
        var learner = new PersonHeightLearner(_options, _height, _width);
        var components = new ConnectedComponents();
        ForegroundMask foreground = draft.CreateMask();
        IBackground background = draft.CreateBackground();
        var mask = new byte[_height * _width];
        foreach (byte[] sample in _median.Samples)
        {
            background.Observe(sample);
            foreground.Compute(sample, background.Image, mask);
            learner.Add(components.Find(mask, _width));
        }

        return learner.Fit();
    }
}
