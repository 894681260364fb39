// itk_formats read: for each NRRD or MetaImage named on the standard input a line of what ITK finds: size, spacing,
// origin, direction (row by row), type, and every value, as text after "key=".
// itk_formats write FOLDER: writes volumes of 4x3x2 voxels of every type, in every form that ITK has, and prints
// the same line of each.
#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "itkMetaImageIO.h"
#include "itkNrrdImageIO.h"

using Io = itk::ImageIOBase;

static Io::Pointer make(const std::string & file)
{
  bool nrrd = file.find(".nrrd") != std::string::npos || file.find(".nhdr") != std::string::npos;
  Io::Pointer io;
  if (nrrd)
  {
    io = itk::NrrdImageIO::New();
  }
  else
  {
    io = itk::MetaImageIO::New();
  }
  io->SetFileName(file);
  return io;
}

template <typename T>
static void values(std::ostream & out, const char * bytes, size_t count)
{
  const T * of = reinterpret_cast<const T *>(bytes);
  for (size_t i = 0; i < count; i++)
  {
    out << (i ? "," : "") << +of[i];
  }
}

static std::string line(const std::string & file)
{
  auto io = make(file);
  std::ostringstream out;
  out << std::setprecision(17);
  try
  {
    io->ReadImageInformation();
    unsigned int n = io->GetNumberOfDimensions();
    itk::ImageIORegion region(n);
    out << "size=";
    for (unsigned int i = 0; i < n; i++)
    {
      out << (i ? "," : "") << io->GetDimensions(i);
      region.SetSize(i, io->GetDimensions(i));
    }
    out << " spacing=";
    for (unsigned int i = 0; i < n; i++)
    {
      out << (i ? "," : "") << io->GetSpacing(i);
    }
    out << " origin=";
    for (unsigned int i = 0; i < n; i++)
    {
      out << (i ? "," : "") << io->GetOrigin(i);
    }
    out << " direction=";
    for (unsigned int row = 0; row < n; row++)
    {
      for (unsigned int i = 0; i < n; i++)
      {
        out << (row + i ? "," : "") << io->GetDirection(i)[row];
      }
    }
    io->SetIORegion(region);
    size_t count = io->GetImageSizeInComponents();
    std::vector<char> bytes(io->GetImageSizeInBytes());
    io->Read(bytes.data());
    out << " type=" << Io::GetComponentTypeAsString(io->GetComponentType()) << " values=";
    switch (io->GetComponentType())
    {
      case itk::IOComponentEnum::UCHAR: values<unsigned char>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::CHAR: values<signed char>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::USHORT: values<unsigned short>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::SHORT: values<short>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::UINT: values<unsigned int>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::INT: values<int>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::ULONG: values<unsigned long>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::LONG: values<long>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::ULONGLONG: values<unsigned long long>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::LONGLONG: values<long long>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::FLOAT: values<float>(out, bytes.data(), count); break;
      case itk::IOComponentEnum::DOUBLE: values<double>(out, bytes.data(), count); break;
      default: out << "?";
    }
  }
  catch (const itk::ExceptionObject & e)
  {
    std::string what = e.GetDescription();
    for (char & c : what)
    {
      c = c == '\n' || c == ' ' ? '_' : c;
    }
    return "error=" + what;
  }
  return out.str();
}

template <typename T>
static void writeOne(const std::string & file, itk::IOComponentEnum type, bool compressed, bool ascii)
{
  std::vector<T> voxels(24);
  for (int i = 0; i < 24; i++)
  {
    voxels[i] = static_cast<T>(i * 5 - (std::is_signed<T>::value ? 60 : 0)) ;
  }
  auto io = make(file);
  io->SetNumberOfDimensions(3);
  itk::ImageIORegion region(3);
  const unsigned int size[] = { 4, 3, 2 };
  const double direction[3][3] = { { 0, 1, 0 }, { 0.6, 0, 0.8 }, { 0.8, 0, -0.6 } };
  for (unsigned int i = 0; i < 3; i++)
  {
    io->SetDimensions(i, size[i]);
    region.SetSize(i, size[i]);
    io->SetSpacing(i, 0.5 + i);
    io->SetOrigin(i, 10.25 * i - 7);
    io->SetDirection(i, { direction[i][0], direction[i][1], direction[i][2] });
  }
  io->SetIORegion(region);
  io->SetComponentType(type);
  io->SetPixelType(itk::IOPixelEnum::SCALAR);
  io->SetNumberOfComponents(1);
  io->SetUseCompression(compressed);
  if (ascii)
  {
    io->SetFileTypeToASCII();
  }
  try
  {
    io->Write(voxels.data());
    std::cout << file << " " << line(file) << std::endl;
  }
  catch (const itk::ExceptionObject & e)
  {
    std::cerr << file << ": " << e.GetDescription() << std::endl;
  }
}

template <typename T>
static void write(const std::string & folder, const std::string & name, itk::IOComponentEnum type)
{
  for (std::string ending : { ".nrrd", ".nhdr", ".mha", ".mhd" })
  {
    for (bool compressed : { false, true })
    {
      writeOne<T>(folder + "/" + name + (compressed ? "-packed" : "") + ending, type, compressed, false);
    }
    writeOne<T>(folder + "/" + name + "-text" + ending, type, false, true);
  }
}

int main(int count, char ** words)
{
  if (count == 3 && std::string(words[1]) == "write")
  {
    std::string folder = words[2];
    write<unsigned char>(folder, "uint8", itk::IOComponentEnum::UCHAR);
    write<signed char>(folder, "int8", itk::IOComponentEnum::CHAR);
    write<unsigned short>(folder, "uint16", itk::IOComponentEnum::USHORT);
    write<short>(folder, "int16", itk::IOComponentEnum::SHORT);
    write<unsigned int>(folder, "uint32", itk::IOComponentEnum::UINT);
    write<int>(folder, "int32", itk::IOComponentEnum::INT);
    write<unsigned long long>(folder, "uint64", itk::IOComponentEnum::ULONGLONG);
    write<long long>(folder, "int64", itk::IOComponentEnum::LONGLONG);
    write<float>(folder, "float32", itk::IOComponentEnum::FLOAT);
    write<double>(folder, "float64", itk::IOComponentEnum::DOUBLE);
    return 0;
  }
  for (std::string file; std::getline(std::cin, file);)
  {
    std::cout << line(file) << std::endl;
  }
}
