namespace MlNetVad.Onnx.DetectObjects;

/// <summary>Finds the objects of frames of one size. Holds its buffers: one instance a cursor; the network is shared.</summary>
internal sealed class FrameDetector
{
    private const float LowestScore = -0.01f, LargestScore = 1.01f;   // of half precision

    private readonly DetectorNetwork _network;
    private readonly DetectorSettings _settings;
    private readonly IBoxDecoder _decoder;
    private readonly Letterbox _letterbox;
    private readonly TileGrid _grid;
    private readonly int _height, _width;
    private readonly float[] _pictures;
    private readonly List<Detection> _ofTile = [], _found = [];

    /// <summary>Prepares for frames of one size.</summary>
    public FrameDetector(DetectorNetwork network, DetectorSettings settings, int height, int width, int channels)
    {
        (_network, _settings, _height, _width) = (network, settings, height, width);
        _decoder = settings.Decoder(network);
        _grid = TileGrid.Of(settings.Tiling, width, height, network.Width, network.Height);
        _letterbox = new Letterbox(settings.Picture, _grid, width, channels, network.Height, network.Width);
        Batch = network.BatchFor(_grid.Tiles.Count);
        _pictures = new float[Batch * network.PictureLength];
        for (int i = 0; i < Batch; i++)
        {
            _letterbox.Pad(Picture(i));
        }
    }

    /// <summary>The pictures of a run.</summary>
    public int Batch { get; }

    /// <summary>The tiles of a frame.</summary>
    public int Tiles => _grid.Tiles.Count;

    /// <summary>Finds the objects of a frame.</summary>
    /// <param name="frame">[H, W, C].</param>
    /// <returns>By falling score, in pixels of the frame, inside it; valid until the next call.</returns>
    /// <exception cref="VadException">The network gives another number of numbers than it did for a blank picture.</exception>
    public List<Detection> Detect(ReadOnlySpan<byte> frame)
    {
        Begin();
        for (int first = 0; first < Tiles; first += Batch)
        {
            Prepare(frame, first);
            using DetectorOutput output = Infer();
            Collect(output.Values, first);
        }

        Finish();
        return _found;
    }

    /// <summary>Forgets the frame before.</summary>
    public void Begin() => _found.Clear();

    /// <summary>Puts the tiles from <paramref name="first"/> on into the network's pictures.</summary>
    public void Prepare(ReadOnlySpan<byte> frame, int first)
    {
        for (int i = 0; i < Batch && first + i < Tiles; i++)
        {
            _letterbox.Fill(frame, _grid.Tiles[first + i], Picture(i));
        }
    }

    /// <summary>Runs the network on the pictures.</summary>
    public DetectorOutput Infer() => _network.Run(_pictures, Batch);

    /// <summary>Takes the boxes of a run.</summary>
    /// <param name="values">[B, …].</param>
    /// <param name="first">The tile of its first picture.</param>
    public void Collect(ReadOnlySpan<float> values, int first)
    {
        int length = _network.OutputLength;
        if (values.Length != Batch * length)
        {
            throw new VadException($"'{_network.File.Name}' gave {Counted.Of(values.Length, "number")} for {Counted.Of(Batch, "picture")}, {Batch * length} were expected: its output must have one size, without built-in suppression.");
        }

        for (int i = 0; i < Batch && first + i < Tiles; i++)
        {
            ReadOnlySpan<float> picture = values.Slice(i * length, length);
            if (_network.Layout.LowestScore(_settings.Network.Format, picture) is < LowestScore and var lowest)
            {
                throw NoScore($"has {lowest:0.###} where a score is expected, but scores are from 0 to 1");
            }

            _ofTile.Clear();
            _decoder.Decode(picture, _ofTile);
            foreach (Detection box in _ofTile)
            {
                if (box.Score > LargestScore)
                {
                    throw NoScore($"gave a box the score {box.Score:0.###}, but scores are at most 1");
                }

                Detection placed = _letterbox.ToFrame(in box, _grid.Tiles[first + i]);
                if (placed.IsBox && _settings.Classes.Wants(box.Class))
                {
                    _found.Add(placed);
                }
            }
        }
    }

    /// <summary>Drops what overlaps, and cuts the rest at the frame's border.</summary>
    public void Finish()
    {
        BoxSuppression.Apply(_found, _settings.NmsThreshold, _settings.ClassAgnosticNms, _settings.MaximumObjects);
        int kept = 0;
        for (int i = 0; i < _found.Count; i++)
        {
            Detection inside = _found[i].Inside(_width, _height);
            if (inside.IsBox)
            {
                _found[kept++] = inside;
            }
        }

        _found.RemoveRange(kept, _found.Count - kept);
    }

    private VadException NoScore(string what) => new(
        $"'{_network.File.Name}' {what}; it is no plain box detector (segmentation, pose and oriented boxes have other outputs), or Format {_settings.Network.Format} is not its format.");

    private Span<float> Picture(int i) => _pictures.AsSpan(i * _network.PictureLength, _network.PictureLength);
}
